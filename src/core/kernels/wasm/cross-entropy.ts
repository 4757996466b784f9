/** @file Cross-entropy on wasm (assembly/cross-entropy.ts). Tolerance against the reference: 5e-6 relative. */
import * as tf from '../../tensor/tf.ts';
import type { KernelSet } from '../kernel-set.ts';
import type { Heap } from './heap.ts';
import type { WasmModule } from './module.ts';

export function crossEntropyKernels(heap: Heap, wasm: WasmModule): Pick<KernelSet, 'crossEntropy'> {
  return {
    crossEntropy(logits, targets) {
      const [B, C] = logits.shape as [number, number];
      const gradient = heap.make([B, C]);
      const loss = wasm.crossEntropy(heap.address(logits), heap.address(targets), heap.address(gradient), B, C);
      return { loss: tf.scalar(loss), gradient };
    },
  };
}
