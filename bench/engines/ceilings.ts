/**
 * @file What this device can reach: one large f32 product by TensorFlow.js, and one large copy between two buffers. A step's rate is
 * reported beside them, so that “fast” has a scale.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { multiplyAdds } from '../../src/core/m2pt/multiply-adds.ts';
import { blockMultiplyAdds } from '../../src/core/m2pt/predict-time.ts';
import * as tf from '../../src/core/tensor/tf.ts';
import { modelOf } from '../models.ts';
import type { Ceilings, Job } from './engine.ts';

const SIZE = 2048;
const COPY_BYTES = 2 ** 27;
const REPEATS = 10;
const ROUNDS = 5;

export async function ceilings({ model, kind, batch }: Job): Promise<Ceilings> {
  const { config, classes, blockOnly } = modelOf(model);
  const forward = 2 * batch * (blockOnly ? blockMultiplyAdds(config) : multiplyAdds(config, classes));
  return {
    flopsOfRun: kind === 'step' ? 3 * forward : forward,
    matmulFlops: await matmulRate(),
    copyBytes: tf.getBackend() === 'webgpu' ? await copyRate() : null,
  };
}

async function matmulRate(): Promise<number> {
  const [a, b] = [tf.ones([SIZE, SIZE]), tf.ones([SIZE, SIZE])] as [tf.Tensor2D, tf.Tensor2D];
  const product = async (repeats: number) => {
    const start = performance.now();
    let last: tf.Tensor2D = tf.matMul(a, b);
    for (let i = 1; i < repeats; i++) {
      last.dispose();
      last = tf.matMul(a, b);
    }
    const one = tf.slice(last, [0, 0], [1, 1]);
    await one.data();
    tf.dispose([last, one]);
    return performance.now() - start;
  };
  await product(1);
  const best = await bestOf(() => product(REPEATS));
  tf.dispose([a, b]);
  return (2 * SIZE ** 3 * REPEATS) / (best / 1000);
}

async function copyRate(): Promise<number> {
  const { device } = tf.backend() as WebGPUBackend;
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const size = Math.min(COPY_BYTES, device.limits.maxBufferSize);
  const [from, to] = [device.createBuffer({ size, usage }), device.createBuffer({ size, usage })];
  const best = await bestOf(async () => {
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    for (let i = 0; i < REPEATS; i++) encoder.copyBufferToBuffer(from, 0, to, 0, size);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  });
  from.destroy();
  to.destroy();
  return (2 * size * REPEATS) / (best / 1000);
}

async function bestOf(measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) best = Math.min(best, await measure());
  return best;
}
