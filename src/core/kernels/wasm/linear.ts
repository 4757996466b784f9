/**
 * @file Linear layers on wasm: the three products of assembly/product.ts, with bias, residual and activation; the sum over rows that
 * db is comes from the pieces of dy that dW has packed. Tolerance against the reference: 1e-5 of the norm.
 */
import type * as tf from '../../tensor/tf.ts';
import type { Activation, Forward, KernelSet } from '../kernel-set.ts';
import type { Heap } from './heap.ts';
import type { WasmModule } from './module.ts';

type Linear = Pick<KernelSet, 'linear' | 'linearInputGradient' | 'linearWeightGradient' | 'linearActivation' | 'activationGradient'>;

const FLOAT = 4;

export function linearKernels(heap: Heap, wasm: WasmModule): Linear {
  const { address } = heap;
  const optional = (tensor: tf.Tensor | null) => (tensor ? address(tensor) : 0);
  const work = () => heap.scratch(wasm.productBytes());

  const linear: Linear['linear'] = (x, weight, bias, residual) => {
    const [M, K] = x.shape as [number, number];
    const N = weight.shape[0] as number;
    const y = heap.make([M, N]);
    const left = [address(x), false, FLOAT * K] as const;
    const right = [address(weight), false, FLOAT * K] as const;
    wasm.product(M, N, K, ...left, ...right, address(y), FLOAT * N, false, optional(bias), optional(residual), 0, work());
    return y;
  };

  return {
    linear,
    linearInputGradient(dy, weight) {
      const [M, N] = dy.shape as [number, number];
      const K = weight.shape[1] as number;
      const dx = heap.make([M, K]);
      const left = [address(dy), false, FLOAT * N] as const;
      const right = [address(weight), true, FLOAT * K] as const;
      wasm.product(M, K, N, ...left, ...right, address(dx), FLOAT * K, false, 0, 0, 0, work());
      return dx;
    },
    linearWeightGradient(dy, x, withBias) {
      const [M, N] = dy.shape as [number, number];
      const K = x.shape[1] as number;
      const weight = heap.make([N, K]);
      const bias = withBias ? heap.make([N]) : null;
      const left = [address(dy), true, FLOAT * N] as const;
      const right = [address(x), true, FLOAT * K] as const;
      wasm.product(N, K, M, ...left, ...right, address(weight), FLOAT * K, false, 0, 0, optional(bias), work());
      return { weight, bias };
    },
    linearActivation(x, weight, bias, activation): Forward {
      const before = linear(x, weight, bias, null);
      if (activation === 'relu') {
        wasm.relu(address(before), before.size);
        return { y: before, saved: [before] };
      }
      const y = heap.make(before.shape);
      wasm.gelu(address(before), address(y), y.size);
      return { y, saved: [before] };
    },
    activationGradient(dy, saved, activation: Activation) {
      const dx = heap.make(dy.shape);
      const gradient = activation === 'relu' ? wasm.reluGradient : wasm.geluGradient;
      gradient(address(dy), address(saved[0]!), address(dx), dx.size);
      return dx;
    },
  };
}
