/**
 * @file What the badge says about the backend: its name, whether it is a slow way, and why it was taken.
 */
import type { BackendInfo, BackendName } from '../../../worker/protocol.ts';
import type { EngineStoreState } from '../../state/engine-store.ts';

const NAMES: Record<BackendName, string> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'JavaScript' };

export interface BadgeWords {
  name: string;
  /** Second half of the badge; left out where space is short. */
  detail: string;
  tone: 'normal' | 'slow' | 'failed';
}

export function badgeWords({ phase, backend }: Pick<EngineStoreState, 'phase' | 'backend'>): BadgeWords {
  if (phase === 'failed') return { name: 'No engine', detail: ' · see why', tone: 'failed' };
  if (phase !== 'ready' || !backend) return { name: 'Engine', detail: ' · starting', tone: 'normal' };
  const name = NAMES[backend.name];
  if (backend.name === 'wasm') return { name: 'WASM', detail: ' fallback · slower', tone: 'slow' };
  if (backend.name === 'cpu') return { name: 'JavaScript', detail: ' · slow', tone: 'slow' };
  if (backend.software) return { name, detail: ' · software, slow', tone: 'slow' };
  return { name, detail: backend.adapter ? ` · ${backend.adapter}` : '', tone: 'normal' };
}

/** Where the arithmetic happens, one sentence. */
export function backendSentence({ name, adapter, software }: BackendInfo): string {
  const driver = adapter ? ` (${adapter})` : '';
  switch (name) {
    case 'webgpu':
      return software
        ? `WebGPU runs here on a software adapter${driver}, which computes on the processor and is slower than WASM.`
        : `Training runs on the graphics card through WebGPU${driver}.`;
    case 'webgl':
      return `Training runs through WebGL${driver}, which works but is slower than WebGPU.`;
    case 'wasm':
      return 'Training runs on the processor through WebAssembly. It gives the same results as a graphics card, more slowly.';
    case 'cpu':
      return 'Training runs in plain JavaScript. It gives the same results, many times slower than any other way.';
    default:
      return name satisfies never;
  }
}

export function backendName(name: BackendName): string {
  return NAMES[name];
}
