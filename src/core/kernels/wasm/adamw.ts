/**
 * @file AdamW and the global norm on wasm (assembly/adamw.ts). A parameter and its moments are changed in place unless a clone shares
 * their values; then new tensors take their place. Tolerance against the reference: 2e-6 of the norm after ten steps.
 */
import * as tf from '../../tensor/tf.ts';
import { ADAM } from '../adam-constants.ts';
import type { KernelSet } from '../kernel-set.ts';
import type { Heap } from './heap.ts';
import type { WasmModule } from './module.ts';

export function adamwKernels(heap: Heap, wasm: WasmModule): Pick<KernelSet, 'globalNorm' | 'adamw'> {
  const { address } = heap;
  return {
    globalNorm: (gradients) => tf.scalar(Math.sqrt(gradients.reduce((sum, g) => sum + wasm.sumSquares(address(g), g.size), 0))),
    adamw(param, gradient, { m, v }, gradientScale, { step, learningRate, weightDecay }) {
      const before = [param, m, v] as const;
      const [newParam, newM, newV] = before.map((x) => (heap.unshared(x) ? x : heap.make(x.shape))) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const values = [address(param), address(gradient), address(m), address(v), address(gradientScale)] as const;
      const results = [address(newParam), address(newM), address(newV)] as const;
      const rate = learningRate / (1 - ADAM.beta1 ** step);
      const toV = 1 / Math.sqrt(1 - ADAM.beta2 ** step);
      wasm.adamw(...values, ...results, param.size, ADAM.beta1, ADAM.beta2, ADAM.epsilon, 1 - learningRate * weightDecay, rate, toV);
      const after = [newParam, newM, newV];
      for (const old of before) if (!after.includes(old)) old.dispose();
      return [newParam, { m: newM, v: newV }];
    },
  };
}
