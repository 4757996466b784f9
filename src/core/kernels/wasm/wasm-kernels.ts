/**
 * @file The set of kernels for tfjs-wasm: AssemblyScript compiled to SIMD WebAssembly that works on tfjs's own memory.
 */
import type { KernelSet } from '../kernel-set.ts';
import { adamwKernels } from './adamw.ts';
import { attentionKernels } from './attention.ts';
import { crossEntropyKernels } from './cross-entropy.ts';
import { mergeKernels } from './cross-modal-merge.ts';
import { openHeap } from './heap.ts';
import { layerNormKernels } from './layer-norm.ts';
import { linearKernels } from './linear.ts';
import { startModule } from './module.ts';
import { poolKernels } from './pool.ts';
import { shareClones } from './share-clones.ts';

/**
 * The set for the wasm backend that is current; it belongs to that backend alone.
 * @throws Error where the backend is another or there is no SIMD
 */
export async function wasmKernels(): Promise<KernelSet> {
  const heap = openHeap();
  const wasm = await startModule(heap);
  shareClones();
  return {
    name: 'wasm',
    ...linearKernels(heap, wasm),
    ...layerNormKernels(heap, wasm),
    ...attentionKernels(heap, wasm),
    ...crossEntropyKernels(heap, wasm),
    ...poolKernels(heap, wasm),
    ...mergeKernels(heap, wasm),
    ...adamwKernels(heap, wasm),
  };
}
