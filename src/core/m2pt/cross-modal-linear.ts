/**
 * @file Cross-modal re-parameterised linear layer, y = x·(W + λ·W_aux)ᵀ + b (M2PT §3.2). The auxiliary bias is not used.
 * Two ways to compute it that give the same numbers up to rounding: `mergedLinear` builds Ŵ once a step and
 * is the only form in training; `twoBranchLinear` runs both products and exists to show what that would cost.
 */
import { crossModalMerge } from '../kernels/cross-modal-merge.ts';
import { linear } from '../kernels/linear.ts';
import type { ApplyLinear } from '../nn/block.ts';
import * as tf from '../tensor/tf.ts';
import { auxName, biasName, scaleName, weightName } from './names.ts';

/** x·Ŵᵀ + b; a plain linear where the parameters hold no λ for it. */
export const mergedLinear: ApplyLinear = (params, name, x) => {
  const weight = params[weightName(name)]!;
  const aux = params[auxName(name)];
  const effective = aux ? crossModalMerge(weight, params[scaleName(name)]!, aux) : weight;
  return linear(x, effective, params[biasName(name)] ?? null);
};

/** x·Wᵀ + λ·(x·W_auxᵀ) + b. Inference only. */
export const twoBranchLinear: ApplyLinear = (params, name, x) => {
  const main = linear(x, params[weightName(name)]!, params[biasName(name)] ?? null); // [M, out]
  const aux = params[auxName(name)];
  if (!aux) return main;
  const scale = params[scaleName(name)]!; // [1] or [3]
  const branch = linear(x, aux, null);
  const out = branch.shape[1];
  const scaled = tf.mul(tf.reshape(branch, [-1, scale.size, out / scale.size]), tf.reshape(scale, [1, scale.size, 1]));
  return tf.add(main, tf.reshape(scaled, [-1, out]));
};
