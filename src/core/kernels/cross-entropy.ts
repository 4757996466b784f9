/**
 * @file Mean softmax cross-entropy against soft targets, L = −1/B·Σ t·log softmax(z).
 * Label smoothing is in the targets (`smoothTargets`), as torch.nn.functional.cross_entropy defines it.
 */
import * as tf from '../tensor/tf.ts';
import { kernels } from './current-kernels.ts';

/**
 * @param logits [B, C]
 * @param targets [B, C], rows sum to 1; constants, no gradient flows to them
 * @returns scalar, owned by the caller
 */
export function crossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return tf.customGrad((logits, save) => {
    const { loss, gradient } = kernels().crossEntropy(logits as tf.Tensor, targets);
    (save as tf.GradSaveFunc)([gradient]);
    return { value: loss, gradFunc: (dy: tf.Tensor, [gradient]: tf.Tensor[]) => tf.mul(gradient!, dy) };
  })(logits) as tf.Scalar;
}

/**
 * Targets with label smoothing ε: (1−ε) on the label plus ε/C on every class. Where samples are mixed (mixup), the label's part is
 * divided among two classes.
 * @param labels class indices, [B]
 * @param mixed second label of each sample, and the first one's share, 0 to 1
 * @returns row-major [B, C]
 */
export function smoothTargets(
  labels: ArrayLike<number>,
  numClasses: number,
  smoothing: number,
  mixed: { labels: ArrayLike<number>; shares: ArrayLike<number> } | null = null,
): Float32Array {
  const targets = new Float32Array(labels.length * numClasses).fill(smoothing / numClasses);
  for (let i = 0; i < labels.length; i++) {
    const share = mixed ? mixed.shares[i]! : 1;
    targets[i * numClasses + labels[i]!]! += share * (1 - smoothing);
    if (mixed) targets[i * numClasses + mixed.labels[i]!]! += (1 - share) * (1 - smoothing);
  }
  return targets;
}
