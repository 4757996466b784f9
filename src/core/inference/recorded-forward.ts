/** @file A forward pass that is recorded at its second batch and replayed: see `create-forward.ts`. WebGPU only. */
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import type { ApplyLinear } from '../nn/block.ts';
import { type Arena, createArena, writeView } from '../tensor/arena.ts';
import type { HostTensor, Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { type Recording, record } from '../tensor/webgpu-recorder.ts';
import type { BatchForward } from './batch-forward.ts';

export function createRecordedForward(params: Params, config: EncoderConfig, apply: ApplyLinear): BatchForward {
  let batch: Arena | null = null;
  let recorded: { result: tf.Tensor2D; recording: Recording } | null = null;
  let asked = 0;

  const once = async (input: tf.Tensor): Promise<Float32Array> => {
    const logits = encoderForward(params, config, input, apply);
    const values = await logits.data<'float32'>();
    logits.dispose();
    return values;
  };

  return {
    async logits({ data, shape }: HostTensor) {
      if (batch && batch.views.input!.size !== data.length) {
        const input = tf.tensor(data, [...shape], 'float32');
        const values = await once(input);
        input.dispose();
        return values;
      }
      batch ??= createArena({ input: shape });
      const { views } = batch;
      writeView(views.input!, data);
      asked += 1;
      if (asked === 1) return once(views.input!); // compiles, and brings the parameters to the GPU
      if (recorded) return recorded.recording.replayAndRead(recorded.result);
      recorded = record(() => tf.keep(encoderForward(params, config, views.input!, apply)));
      return (await recorded.result.data<'float32'>()).slice();
    },
    dispose() {
      recorded?.result.dispose();
      recorded?.recording.dispose();
      batch?.dispose();
    },
  };
}
