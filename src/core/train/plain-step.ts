/** @file A training step by one operation after another, on any backend. */
import { moveStatistics } from '../nn/batch-norm.ts';
import type { HostTensor } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { createAdamW } from './optimizer.ts';
import { lossAndGradients } from './train-step.ts';
import type { StepOptions, TrainingStep } from './training-step.ts';

export function createPlainStep({ params, groups, clipNorm, forward, scales, moved }: StepOptions): TrainingStep {
  const trained = groups.map(({ name }) => name);
  const optimizer = createAdamW(params, groups, clipNorm);
  const waiting: tf.Tensor[] = []; // each [loss, norm, λ…]
  const onDevice = ({ data, shape }: HostTensor) => tf.tensor(data, [...shape], 'float32');
  return {
    run(input, targets, learningRate) {
      const { loss, gradients } = tf.tidy(() => lossAndGradients(forward, params, trained, onDevice(input), onDevice(targets)));
      const norm = optimizer.update(params, gradients, learningRate);
      moveStatistics(params, moved);
      waiting.push(tf.tidy(() => tf.concat([loss, norm, ...scales.map((name) => params[name]!)].map((t) => tf.reshape(t, [-1])))));
      tf.dispose([loss, norm]);
    },
    get waiting() {
      return waiting.length;
    },
    async read() {
      const rows = tf.stack(waiting);
      tf.dispose(waiting.splice(0));
      const values = await rows.data<'float32'>();
      rows.dispose();
      return values;
    },
    state: optimizer.state,
    release: optimizer.release,
    dispose() {
      tf.dispose(waiting);
      optimizer.dispose();
    },
  };
}
