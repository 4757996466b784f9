/**
 * @file Attention on wasm (assembly/attention.ts). Keeps qkv, the output, and of each query the maximum and the inverse sum of its
 * softmax, [B·H·T, 2]: nothing that grows with T². Tolerance against the reference: 1e-5 of the norm.
 */
import type { KernelSet } from '../kernel-set.ts';
import type { Heap } from './heap.ts';
import type { WasmModule } from './module.ts';

export function attentionKernels(heap: Heap, wasm: WasmModule): Pick<KernelSet, 'attention' | 'attentionGradient'> {
  const { address } = heap;
  const sizes = ([rows, width]: readonly number[], batch: number, heads: number) => [batch, rows! / batch, heads, width! / heads] as const;
  return {
    attention(qkv, batch, heads) {
      const [rows, packed] = qkv.shape as [number, number];
      const y = heap.make([rows, packed / 3]);
      const stats = heap.make([heads * rows, 2]);
      const work = heap.scratch(wasm.attentionBytes(rows / batch));
      wasm.attention(address(qkv), address(y), address(stats), work, ...sizes(y.shape, batch, heads));
      return { y, saved: [qkv, y, stats] };
    },
    attentionGradient(dy, saved, batch, heads) {
      const [qkv, y, stats] = saved as [(typeof saved)[0], (typeof saved)[0], (typeof saved)[0]];
      const dqkv = heap.make(qkv.shape);
      const work = heap.scratch(wasm.attentionBytes((dy.shape[0] as number) / batch));
      const inputs = [address(dy), address(qkv), address(y), address(stats)] as const;
      wasm.attentionGradient(...inputs, address(dqkv), work, ...sizes(dy.shape, batch, heads));
      return dqkv;
    },
  };
}
