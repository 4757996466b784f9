/** @file Mean and maximum over groups of rows on wasm (assembly/pool.ts). Tolerance against the reference: 2e-6 of the norm. */
import type { KernelSet } from '../kernel-set.ts';
import type { Heap } from './heap.ts';
import type { WasmModule } from './module.ts';

type Pool = Pick<KernelSet, 'meanPool' | 'meanPoolGradient' | 'maxPool' | 'maxPoolGradient'>;

export function poolKernels(heap: Heap, wasm: WasmModule): Pool {
  const { address } = heap;
  return {
    meanPool(x, batch) {
      const [rows, D] = x.shape as [number, number];
      const y = heap.make([batch, D]);
      wasm.meanPool(address(x), address(y), batch, rows / batch, D);
      return y;
    },
    meanPoolGradient(dy, tokens) {
      const [batch, D] = dy.shape as [number, number];
      const dx = heap.make([batch * tokens, D]);
      wasm.meanPoolGradient(address(dy), address(dx), batch, tokens, D);
      return dx;
    },
    maxPool(x, groups) {
      const [rows, D] = x.shape as [number, number];
      const y = heap.make([groups, D]);
      wasm.maxPool(address(x), address(y), groups, rows / groups, D);
      return { y, saved: [x, y] };
    },
    maxPoolGradient(dy, saved, groups) {
      const [x, y] = saved as [(typeof saved)[0], (typeof saved)[0]];
      const [rows, D] = x.shape as [number, number];
      const dx = heap.make([rows, D]);
      const work = heap.scratch(D * Float32Array.BYTES_PER_ELEMENT);
      wasm.maxPoolGradient(address(dy), address(x), address(y), address(dx), groups, rows / groups, D, work);
      return dx;
    },
  };
}
