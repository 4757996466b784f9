/**
 * @file Layer norm on wasm (assembly/layer-norm.ts). Keeps x, mean and rstd of each row, [M, 2], and γ for the gradient.
 * Tolerance against the reference: 1e-5 of the norm.
 */
import type { KernelSet } from '../kernel-set.ts';
import type { Heap } from './heap.ts';
import type { WasmModule } from './module.ts';

export function layerNormKernels(heap: Heap, wasm: WasmModule): Pick<KernelSet, 'layerNorm' | 'layerNormGradient'> {
  const { address } = heap;
  return {
    layerNorm(x, gamma, beta, eps) {
      const [M, D] = x.shape as [number, number];
      const y = heap.make([M, D]);
      const stats = heap.make([M, 2]);
      wasm.layerNorm(address(x), address(gamma), address(beta), address(y), address(stats), M, D, eps);
      return { y, saved: [x, stats, gamma] };
    },
    layerNormGradient(dy, saved) {
      const [x, stats, gamma] = saved as [(typeof saved)[0], (typeof saved)[0], (typeof saved)[0]];
      const [M, D] = x.shape as [number, number];
      const result = { x: heap.make([M, D]), gamma: heap.make([D]), beta: heap.make([D]) };
      const inputs = [address(dy), address(x), address(stats), address(gamma)] as const;
      const results = [address(result.x), address(result.gamma), address(result.beta)] as const;
      wasm.layerNormGradient(...inputs, ...results, M, D, heap.scratch(2 * D * Float32Array.BYTES_PER_ELEMENT));
      return result;
    },
  };
}
