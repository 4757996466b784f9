/**
 * @file Cross-modal re-parameterised linear layer, y = x·(W + λ·W_aux)ᵀ + b (M2PT §3.2). The auxiliary bias is not used.
 * Two ways to compute it that give the same numbers up to rounding: `plainLinear` on merged parameters is the only form in training and
 * in use; `twoBranchLinear` runs both products and exists to show what that would cost.
 */
import { activate } from '../kernels/activation.ts';
import { linear, linearActivation } from '../kernels/linear.ts';
import type { ApplyLinear } from '../nn/block.ts';
import * as tf from '../tensor/tf.ts';
import { auxName, biasName, scaleName, weightName } from './names.ts';

/** x·Wᵀ + b, with what follows. @throws Error where the parameters hold a λ: they must be merged before */
export const plainLinear: ApplyLinear = (params, name, x, { activation, residual } = {}) => {
  if (params[auxName(name)]) throw new Error(`${name} has a pathway that this forward pass would leave out: merge the parameters first.`);
  const weight = params[weightName(name)]!;
  const bias = params[biasName(name)] ?? null;
  return activation ? linearActivation(x, weight, bias, activation) : linear(x, weight, bias, residual);
};

/** x·Wᵀ + λ·(x·W_auxᵀ) + b, with what follows. Inference only. */
export const twoBranchLinear: ApplyLinear = (params, name, x, then = {}) => {
  const aux = params[auxName(name)];
  if (!aux) return plainLinear(params, name, x, then);
  const main = linear(x, params[weightName(name)]!, params[biasName(name)] ?? null); // [M, out]
  const scale = params[scaleName(name)]!; // [1] or [3]
  const branch = linear(x, aux, null);
  const scaled = tf.mul(tf.reshape(branch, [-1, scale.size, branch.shape[1] / scale.size]), tf.reshape(scale, [1, scale.size, 1]));
  const y = tf.add(main, tf.reshape(scaled, main.shape)) as tf.Tensor2D;
  if (then.activation) return activate(y, then.activation);
  return then.residual ? tf.add(then.residual, y) : y;
};
