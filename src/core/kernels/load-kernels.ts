/** @file The fastest set of kernels that fits a backend, loaded only where it is used. */
import type { BackendName } from '../../config/backends.ts';
import type { KernelSet } from './kernel-set.ts';
import { referenceKernels } from './reference/reference-kernels.ts';

/** @param backend the one that is current @returns `referenceKernels` where there is no set of our own @throws Error where the machine lacks what the set needs */
export async function loadKernels(backend: BackendName): Promise<KernelSet> {
  switch (backend) {
    case 'webgpu':
    case 'webgl':
    case 'cpu':
      return referenceKernels;
    case 'wasm':
      return (await import('./wasm/wasm-kernels.ts')).wasmKernels();
    default:
      return backend satisfies never;
  }
}
