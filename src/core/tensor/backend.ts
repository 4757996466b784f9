/**
 * @file Chooses where tensors live: WebGPU on real hardware, then WebGL, then WASM, then plain JavaScript.
 * A software adapter is slower than WASM and is passed over unless asked for by name. Every candidate must
 * pass the self-test against the CPU reference; one that fails is named and passed over.
 */
import { BACKENDS } from '../../config/backends.ts';
import { PlaygroundError } from '../errors.ts';
import type { BackendInfo, BackendName, KernelChoice, StartedBackend } from './backend-info.ts';

/** Largest relative error that the self-test accepts. Software and mobile GPUs stay below 1e-4 where they are right. */
export const SELF_TEST_TOLERANCE = 1e-3;

export interface SelfTestResult {
  error: number;
  kernels: KernelChoice;
}

export interface BackendHooks {
  /**
   * Runs on the backend that is current; gives the largest relative error against the CPU, and the kernels that reached it. May take back
   * errors that the device reported and that it has an answer to.
   */
  selfTest: (backend: BackendName, errors: string[]) => Promise<SelfTestResult>;
  /** Called once, after a backend was accepted, when its device is gone or a command failed. */
  onLost: (reason: string) => void;
}

/** @throws PlaygroundError `backend-unusable` when the one asked for, or every one, fails */
export async function chooseBackend(requested: BackendName | 'auto', hooks: BackendHooks): Promise<BackendInfo> {
  const skipped: BackendInfo['skipped'] = [];
  for (const name of requested === 'auto' ? BACKENDS : [requested]) {
    let started: StartedBackend | null = null;
    try {
      started = await start(name);
      const { adapter, software, capacity, errors = [] } = started;
      if (software && requested === 'auto') throw new Error(`${adapter} computes on the CPU and would be slower than WASM`);
      const { error: selfTestError, kernels } = await hooks.selfTest(name, errors);
      if (!(selfTestError <= SELF_TEST_TOLERANCE))
        throw new Error(`it failed the self-test (relative error ${selfTestError.toExponential(1)})`);
      if (errors.length > 0) throw new Error(`it failed during the self-test: ${errors[0]}`);
      started.watch?.(hooks.onLost);
      return { name, adapter, software, capacity, skipped, selfTestError, kernels };
    } catch (thrown) {
      started?.release?.();
      skipped.push({ name, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  if (requested !== 'auto') {
    throw new PlaygroundError({
      code: 'backend-unusable',
      message: `${requested} cannot be used here: ${skipped[0]?.reason}.`,
      hint: 'Leave the backend out, so that the best one is chosen, or ask for wasm.',
    });
  }
  const reasons = skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new PlaygroundError({
    code: 'backend-unusable',
    message: `This browser offers nothing to compute with (${reasons}).`,
    hint: 'Try a current Chrome, Edge, Firefox or Safari.',
  });
}

async function start(name: BackendName): Promise<StartedBackend> {
  switch (name) {
    case 'webgpu':
      return (await import('./backend-webgpu.ts')).startWebgpu();
    case 'webgl':
      return (await import('./backend-webgl.ts')).startWebgl();
    case 'wasm':
      return (await import('./backend-wasm.ts')).startWasm();
    case 'cpu':
      return (await import('./backend-cpu.ts')).startCpu();
    default:
      return name satisfies never;
  }
}
