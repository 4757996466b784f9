/**
 * @file From the last block's tokens to one normed vector a sample. `norm` stands before pooling, `fc_norm` behind it;
 * LayerNorm works token by token, so only tokens that are used are normed.
 */
import { layerNorm } from '../kernels/layer-norm.ts';
import { maxPool } from '../kernels/max-pool.ts';
import { meanPool } from '../kernels/mean-pool.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { EncoderConfig } from './encoder-config.ts';

/** Width of the pooled vector: 2D for `cls-max`, else D. */
export function pooledWidth({ pooling, embedDim }: Pick<EncoderConfig, 'pooling' | 'embedDim'>): number {
  return pooling === 'cls-max' ? 2 * embedDim : embedDim;
}

/**
 * @param x tokens [B·(prefix + N), D] behind the last block
 * @returns [B, pooledWidth]; for the `distilled` head cls beside dist, [B, 2D]. Intermediates belong to the caller's tidy
 */
export function pool(params: Params, config: EncoderConfig, x: tf.Tensor, batch: number): tf.Tensor2D {
  const { embedDim: D, finalNorm, prefixTokens } = config;
  const total = (x.shape[0] as number) / batch;
  const prefix = prefixTokens.length;
  const norm = (name: 'norm' | 'fc_norm', rows: tf.Tensor) => {
    const weight = params[`${name}.weight`];
    return finalNorm === name && weight ? layerNorm(rows, weight, params[`${name}.bias`]!, config.finalNormEps) : rows;
  };
  const apart = tf.reshape(x, [batch, total, D]);
  /** Tokens `from` … of every sample, normed where the norm stands before pooling, [B·count, D]. */
  const part = (from: number, count: number) =>
    norm('norm', count === total ? x : tf.reshape(tf.slice(apart, [0, from, 0], [batch, count, D]), [-1, D]));
  const pooled = () => {
    if (config.head === 'distilled') return tf.reshape(part(0, 2), [batch, 2 * D]);
    switch (config.pooling) {
      case 'mean':
        return meanPool(part(prefix, total - prefix), batch);
      case 'cls':
        return part(0, 1);
      case 'cls-dist':
        return meanPool(part(0, 2), batch);
      case 'cls-max':
        return tf.concat([part(0, 1), maxPool(part(prefix, total - prefix), batch)], 1);
      case 'max':
        return maxPool(part(prefix, total - prefix), batch);
      default:
        return config.pooling satisfies never;
    }
  };
  return norm('fc_norm', pooled()) as tf.Tensor2D;
}
