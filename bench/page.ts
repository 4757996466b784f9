/**
 * @file The page that the benchmark opens: one worker a library, and `callEngine(name, method, args)` for the program that drives it.
 */
import type { Engine } from './engines/engine.ts';

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

const WORKERS: Record<string, () => Worker> = {
  ours: () => new Worker(new URL('./engines/ours.worker.ts', import.meta.url), { type: 'module' }),
  stock: () => new Worker(new URL('./engines/stock.worker.ts', import.meta.url), { type: 'module' }),
  jaxjs: () => new Worker(new URL('./engines/jaxjs.worker.ts', import.meta.url), { type: 'module' }),
  onnx: () => new Worker(new URL('./engines/onnx.worker.ts', import.meta.url), { type: 'module' }),
};

const started = new Map<string, (method: keyof Engine, args: unknown[]) => Promise<unknown>>();
let calls = 0;

function start(name: string) {
  const worker = WORKERS[name]!();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  worker.onmessage = ({ data: { id, result, error } }: MessageEvent<Answer>) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(`its worker failed: ${message || 'no reason given'}`));
    waiting.clear();
  };
  return (method: keyof Engine, args: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      worker.postMessage({ id: calls, method, args });
    });
}

Object.assign(globalThis, {
  /** Isolated pages have threads and fine clocks. */
  isolated: crossOriginIsolated,
  async callEngine(name: string, method: keyof Engine, args: unknown[]): Promise<{ result?: unknown; error?: string }> {
    const call = started.get(name) ?? start(name);
    started.set(name, call);
    return call(method, args).then(
      (result) => ({ result }),
      (error: Error) => ({ error: error.message }),
    );
  },
  /** Names of adapters that WebGPU offers here, or why it offers none. */
  async describeAdapter(): Promise<{ adapter: string; software: boolean; reason: string }> {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { adapter: '', software: false, reason: navigator.gpu ? 'no adapter is offered' : 'this browser has no WebGPU' };
    const { description, vendor, architecture, device } = adapter.info;
    const adapterName = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
    const software =
      (adapter.info as { isFallbackAdapter?: boolean }).isFallbackAdapter === true ||
      /swiftshader|llvmpipe/i.test(`${adapterName} ${architecture}`);
    return { adapter: adapterName, software, reason: '' };
  },
});
