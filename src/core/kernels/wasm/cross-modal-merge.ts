/** @file Merge of every linear layer and ∂λ on wasm (assembly/cross-modal-merge.ts). Tolerance against the reference: 1e-6 of the norm. */
import type { KernelSet } from '../kernel-set.ts';
import type { Heap } from './heap.ts';
import type { WasmModule } from './module.ts';

export function mergeKernels(heap: Heap, wasm: WasmModule): Pick<KernelSet, 'merge' | 'mergeScaleGradients'> {
  const { address } = heap;
  return {
    merge: (layers) =>
      layers.map(({ weight, aux, scale }) => {
        const merged = heap.make(weight.shape);
        wasm.merge(address(weight), address(aux), address(scale), address(merged), scale.size, weight.size / scale.size);
        return merged;
      }),
    mergeScaleGradients: (layers, gradients) =>
      layers.map(({ aux, scale }, i) => {
        const dScale = heap.make([scale.size]);
        wasm.mergeScaleGradient(address(gradients[i]!), address(aux), address(dScale), scale.size, aux.size / scale.size);
        return dScale;
      }),
  };
}
