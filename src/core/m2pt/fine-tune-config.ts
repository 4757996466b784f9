/**
 * @file Under which shape a checkpoint is fine-tuned on new classes. The body stays as published; the head is new.
 */
import type { HostParams } from '../tensor/params.ts';
import { bodyShapes } from './encoder.ts';
import type { EncoderConfig } from './encoder-config.ts';

/**
 * The head is always one linear layer, so that every target starts alike and both arms differ by the pathway only.
 * - A checkpoint without its own head (self-supervised: MAE, AudioMAE, VideoMAE, Point-MAE, the shipped ones) is pooled by
 *   the mean over its tokens with a fresh `fc_norm`, as MAE and M2PT fine-tune; its `norm` is then not part of the body.
 * - A classifier keeps the pooling and norm it was trained with: its features are good there.
 * - `distilled` (DeiT) becomes `cls` pooling: with labels alone there is no teacher for the dist token, which stays in the
 *   body. AST keeps the mean of cls and dist.
 *
 * The record to train must hold exactly the tensors of `bodyShapes` of the result, see `fineTuneBody`.
 * @param hasHead whether the file brought a complete head
 */
export function fineTuneConfig(config: EncoderConfig, hasHead: boolean): EncoderConfig {
  if (!hasHead) return { ...config, head: 'linear', pooling: 'mean', finalNorm: 'fc_norm' };
  return { ...config, head: 'linear', pooling: config.head === 'distilled' ? 'cls' : config.pooling };
}

/** Of a checkpoint's tensors those that this shape's body has; arrays are shared. */
export function fineTuneBody(config: EncoderConfig, params: HostParams): HostParams {
  return Object.fromEntries(Object.keys(bodyShapes(config)).map((name) => [name, params[name]!]));
}
