/**
 * @file The start-up truth test: forward, every gradient and three training steps of a small pathway model, on the current
 * backend against the CPU reference. Wrong drivers exist (all-zero gradients, garbage past a size): they must
 * not reach a user's result.
 */

import { smoothTargets } from '../kernels/cross-entropy.ts';
import { setKernels } from '../kernels/current-kernels.ts';
import { referenceKernels } from '../kernels/reference/reference-kernels.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward, initBody, initHead } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { linkedLinears, scaleName } from '../m2pt/names.ts';
import { attachPathway } from '../m2pt/pathway.ts';
import { PLAIN_SHAPE } from '../m2pt/plain-shape.ts';
import { disposeParams, type Params, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { createTrainingStep } from './create-step.ts';
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
/** The first compiles, the second is recorded where steps are, the third replayed. */
const STEPS = 3;
const RATE = 3e-4;
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
  const got = await trainShortly();
  if (backend === 'cpu') return Object.values(got).every((values) => values.every(Number.isFinite)) ? 0 : Number.NaN;
  await import('../tensor/backend-cpu.ts');
  const kernels = setKernels(referenceKernels);
  try {
    await tf.setBackend('cpu');
    const want = await trainShortly();
    return Math.max(...Object.keys(want).map((part) => relativeError(got[part]!, want[part]!)));
  } finally {
    setKernels(kernels);
    await tf.setBackend(backend);
  }
}

/** Loss and all gradients of one batch; then, after some steps as a run takes them, their figures and all parameters. Each as one vector. */
async function trainShortly(): Promise<Record<string, Float32Array>> {
  const own = { ...initBody(CONFIG, 1), ...initHead(CONFIG, CLASSES, createRng(1, 'init-head')) };
  const host = attachPathway(own, CONFIG, initBody(CONFIG, 2), CONFIG, {
    layers: ['qkv', 'proj', 'fc1', 'fc2'],
    lambdaInit: 0.3,
    splitQkv: false,
    depthOrder: 'normal',
  });
  const params = paramsFromHost(host);
  const groups = parameterGroups(params, CONFIG.depth, SETTINGS);
  const rng = createRng(3, 'pixels');
  const input = { data: Float32Array.from({ length: BATCH * 3 * 24 * 24 }, () => rng.normal()), shape: [BATCH, 3, 24, 24] };
  const targets = { data: smoothTargets([0, 1, 2, 0, 1], CLASSES, 0.1), shape: [BATCH, CLASSES] };
  const forward = (p: Params, x: tf.Tensor) => encoderForward(p, CONFIG, x, plainLinear);
  const trained = groups.map(({ name }) => name);
  const { loss, gradients } = tf.tidy(() => {
    const [pixels, soft] = [input, targets].map(({ data, shape }) => tf.tensor(data, shape)) as [tf.Tensor, tf.Tensor];
    return lossAndGradients(forward, params, trained, pixels, soft);
  });
  const lossValue = await read([loss]);
  const gradientValues = await read(Object.values(gradients));
  tf.dispose([loss, gradients]);
  const scales = linkedLinears(params).map(scaleName);
  const step = await createTrainingStep({ params, groups, clipNorm: 1, forward, scales, moved: {}, movesStatistics: false });
  try {
    for (let i = 0; i < STEPS; i++) step.run(input, targets, RATE);
    return { loss: lossValue, gradients: gradientValues, figures: await step.read(), parameters: await read(Object.values(params)) };
  } finally {
    step.dispose();
    disposeParams(params);
  }
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
