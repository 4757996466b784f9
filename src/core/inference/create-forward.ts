/**
 * @file One model, ready to be asked again and again with batches of one shape. On WebGPU with our kernels the forward pass is recorded at
 * the second batch and replayed from then on: one submit a batch, whether the model was merged or never had a pathway.
 */
import { kernels } from '../kernels/current-kernels.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import type { ApplyLinear } from '../nn/block.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { BatchForward } from './batch-forward.ts';

/**
 * @param params stay the caller's, and must not change while this is in use
 * @param apply how linears are computed from `params` as they are
 */
export async function createBatchForward(params: Params, config: EncoderConfig, apply: ApplyLinear): Promise<BatchForward> {
  if (kernels().name === 'webgpu') return (await import('./recorded-forward.ts')).createRecordedForward(params, config, apply);
  return {
    async logits({ data, shape }) {
      const logits = tf.tidy(() => encoderForward(params, config, tf.tensor(data, [...shape], 'float32'), apply));
      const values = await logits.data<'float32'>();
      logits.dispose();
      return values;
    },
    dispose: () => undefined,
  };
}
