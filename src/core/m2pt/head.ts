/**
 * @file Heads: from the pooled vector to logits. A new task always gets a `linear` head (`fine-tune-config.ts`); the
 * others are there so that published classifiers give the logits they were published with.
 */
import { layerNorm } from '../kernels/layer-norm.ts';
import { linear } from '../kernels/linear.ts';
import { type ApplyBatchNorm, batchNorm, batchNormShapes } from '../nn/batch-norm.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { pooledWidth } from './pooling.ts';

/** Hidden width of Point-MAE's head. */
const MLP_WIDTH = 256;

/** Names and shapes of the final norm that belongs to the head (`fc_norm`) and of the head, in order. */
export function headShapes(config: EncoderConfig, numClasses: number): Record<string, number[]> {
  const width = pooledWidth(config);
  const norm = (name: string) => ({ [`${name}.weight`]: [width], [`${name}.bias`]: [width] });
  const layer = (name: string, out: number, from: number) => ({ [`${name}.weight`]: [out, from], [`${name}.bias`]: [out] });
  return { ...(config.finalNorm === 'fc_norm' ? norm('fc_norm') : {}), ...own() };

  function own(): Record<string, number[]> {
    switch (config.head) {
      case 'linear':
        return layer('head', numClasses, width);
      case 'norm-linear':
        return { ...norm('head_norm'), ...layer('head', numClasses, width) };
      case 'distilled':
        return { ...layer('head', numClasses, width), ...layer('head_dist', numClasses, width) };
      case 'mlp':
        return {
          ...layer('head.0', MLP_WIDTH, width),
          ...batchNormShapes('head.1', MLP_WIDTH),
          ...layer('head.4', MLP_WIDTH, MLP_WIDTH),
          ...batchNormShapes('head.5', MLP_WIDTH),
          ...layer('head.8', numClasses, MLP_WIDTH),
        };
      default:
        return config.head satisfies never;
    }
  }
}

/**
 * @param pooled as `pool` gives it
 * @param applyBatchNorm how the batch norms of the `mlp` head are computed
 * @returns logits [B, classes]; `pooled` itself where the parameters hold no head (of cls and dist: cls).
 *   Intermediates belong to the caller's tidy
 */
export function headForward(
  params: Params,
  config: EncoderConfig,
  pooled: tf.Tensor2D,
  applyBatchNorm: ApplyBatchNorm = batchNorm,
): tf.Tensor2D {
  const layer = (name: string, x: tf.Tensor) => linear(x, params[`${name}.weight`]!, params[`${name}.bias`]!);
  const half = (at: 0 | 1) => tf.slice(pooled, [0, at * config.embedDim], [-1, config.embedDim]);
  const headless = !params['head.weight'] && !params['head.8.weight'];
  if (headless) return config.head === 'distilled' ? half(0) : pooled;
  switch (config.head) {
    case 'linear':
      return layer('head', pooled);
    case 'norm-linear':
      return layer('head', layerNorm(pooled, params['head_norm.weight']!, params['head_norm.bias']!, config.finalNormEps));
    case 'distilled':
      return tf.mul(tf.add(layer('head', half(0)), layer('head_dist', half(1))), 0.5);
    case 'mlp': {
      const first = tf.relu(applyBatchNorm(params, 'head.1', layer('head.0', pooled)));
      const second = tf.relu(applyBatchNorm(params, 'head.5', layer('head.4', first)));
      return layer('head.8', second);
    }
    default:
      return config.head satisfies never;
  }
}
