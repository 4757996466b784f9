/**
 * @file Multi-head softmax attention on packed qkv: out = softmax(q·kᵀ/√Dh)·v, head by head (Vaswani et al. 2017, Eq. 1).
 * Packed rows are ordered q|k|v, each head-major, as PyTorch's fused qkv is.
 */
import * as tf from '../tensor/tf.ts';
import { kernels } from './current-kernels.ts';

/**
 * @param qkv [B·T, 3D]
 * @param numHeads H, a divisor of D
 * @returns [B·T, D], owned by the caller
 */
export function attention(qkv: tf.Tensor, batch: number, numHeads: number): tf.Tensor2D {
  return tf.customGrad((qkv, save) => {
    const set = kernels();
    const { y, saved } = set.attention(qkv as tf.Tensor, batch, numHeads);
    (save as tf.GradSaveFunc)(saved);
    return { value: y, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => set.attentionGradient(dy, saved, batch, numHeads) };
  })(qkv) as tf.Tensor2D;
}
