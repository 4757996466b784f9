/**
 * @file The start-up truth test: forward, every gradient and one AdamW step of a small pathway model, on the current
 * backend against the CPU reference. Wrong drivers exist (all-zero gradients, garbage past a size): they must
 * not reach a user's result.
 */

import { smoothTargets } from '../kernels/cross-entropy.ts';
import { setKernels } from '../kernels/current-kernels.ts';
import { referenceKernels } from '../kernels/reference/reference-kernels.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward, initBody, initHead } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { attachPathway } from '../m2pt/pathway.ts';
import { PLAIN_SHAPE } from '../m2pt/plain-shape.ts';
import { disposeParams, type Params, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { createAdamW } from './optimizer.ts';
import { parameterGroups } from './parameter-groups.ts';
import { lossAndGradients } from './train-step.ts';

const CONFIG: EncoderConfig = {
  name: 'self-test',
  modality: 'image',
  embedDim: 16,
  depth: 1,
  numHeads: 2,
  mlpRatio: 4,
  layerNormEps: 1e-6,
  qkvBias: true,
  ...PLAIN_SHAPE,
  tokenizer: { kind: 'patch', inputSize: [24, 24], patchSize: [8, 8], stride: [8, 8], inChannels: 3, transposed: false },
  normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
};
const CLASSES = 3;
const BATCH = 5;
const SETTINGS = {
  mode: 'tune',
  lambdaLearnable: true,
  auxiliaryTrainable: true,
  layerDecay: 1,
  weightDecay: 0.05,
  lambdaLearningRateFactor: 30,
} as const;

/** @returns the largest relative error over loss, gradients and updated parameters; NaN when anything is not finite */
export async function selfTest(): Promise<number> {
  const backend = tf.getBackend();
  const got = await trainOnce();
  if (backend === 'cpu') return Object.values(got).every((values) => values.every(Number.isFinite)) ? 0 : Number.NaN;
  await import('../tensor/backend-cpu.ts');
  const kernels = setKernels(referenceKernels);
  try {
    await tf.setBackend('cpu');
    const want = await trainOnce();
    return Math.max(...Object.keys(want).map((part) => relativeError(got[part]!, want[part]!)));
  } finally {
    setKernels(kernels);
    await tf.setBackend(backend);
  }
}

/** Loss, all gradients as one vector, all parameters after one step as one vector. */
async function trainOnce(): Promise<Record<string, Float32Array>> {
  const own = { ...initBody(CONFIG, 1), ...initHead(CONFIG, CLASSES, createRng(1, 'init-head')) };
  const host = attachPathway(own, CONFIG, initBody(CONFIG, 2), CONFIG, {
    layers: ['qkv', 'proj', 'fc1', 'fc2'],
    lambdaInit: 0.3,
    splitQkv: false,
    depthOrder: 'normal',
  });
  const params = paramsFromHost(host);
  const groups = parameterGroups(params, CONFIG.depth, SETTINGS);
  const optimizer = createAdamW(params, groups, 1);
  const rng = createRng(3, 'pixels');
  const pixels = tf.tensor(
    Float32Array.from({ length: BATCH * 3 * 24 * 24 }, () => rng.normal()),
    [BATCH, 3, 24, 24],
  );
  const targets = tf.tensor(smoothTargets([0, 1, 2, 0, 1], CLASSES, 0.1), [BATCH, CLASSES]);
  const forward = (p: Params, x: tf.Tensor) => encoderForward(p, CONFIG, x, plainLinear);
  const trained = groups.map(({ name }) => name);
  const { loss, gradients } = tf.tidy(() => lossAndGradients(forward, params, trained, pixels, targets));
  const lossValue = await read([loss]);
  const gradientValues = await read(Object.values(gradients));
  const norm = optimizer.update(params, gradients, 1e-3);
  const updated = await read(Object.values(params));
  tf.dispose([loss, norm, pixels, targets]);
  optimizer.dispose();
  disposeParams(params);
  return { loss: lossValue, gradients: gradientValues, parameters: updated };
}

async function read(tensors: tf.Tensor[]): Promise<Float32Array> {
  const values: number[] = [];
  for (const tensor of tensors) values.push(...(await tensor.data<'float32'>()));
  return Float32Array.from(values);
}

function relativeError(got: Float32Array, want: Float32Array): number {
  let difference = 0;
  let norm = 0;
  want.forEach((value, i) => {
    difference += (got[i]! - value) ** 2;
    norm += value ** 2;
  });
  return Math.sqrt(difference / norm);
}
