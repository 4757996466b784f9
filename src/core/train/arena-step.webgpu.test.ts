/**
 * @file Steps over arenas, recorded and replayed, against the same steps by one operation after another: losses, norms, λ, parameters
 * and moments, in modes that differ in what is trained. Few of them: stock
 * programs compile slowly on a software adapter.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relative } from '../../../test/relative.ts';
import { smoothTargets } from '../kernels/cross-entropy.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward, initBody, initHead } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { linkedLinears, scaleName } from '../m2pt/names.ts';
import { attachPathway } from '../m2pt/pathway.ts';
import { PLAIN_SHAPE } from '../m2pt/plain-shape.ts';
import { chooseBackend } from '../tensor/backend.ts';
import { disposeParams, type HostParams, type Params, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { createArenaStep } from './arena-step.ts';
import { type GroupSettings, parameterGroups } from './parameter-groups.ts';
import { createPlainStep } from './plain-step.ts';
import type { TrainingStep } from './training-step.ts';

const CONFIG: EncoderConfig = {
  name: 'arena',
  modality: 'image',
  embedDim: 20,
  depth: 2,
  numHeads: 2,
  mlpRatio: 2,
  layerNormEps: 1e-6,
  qkvBias: true,
  ...PLAIN_SHAPE,
  tokenizer: { kind: 'patch', inputSize: [16, 16], patchSize: [8, 8], stride: [8, 8], inChannels: 3, transposed: false },
  normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
};
const CLASSES = 3;
const BATCH = 5;
const STEPS = 4;
const tune: GroupSettings = {
  mode: 'tune',
  lambdaLearnable: true,
  auxiliaryTrainable: true,
  layerDecay: 0.8,
  weightDecay: 0.05,
  lambdaLearningRateFactor: 30,
};

beforeAll(async () => {
  const untested = async () => ({ error: 0, kernels: { name: 'reference', slower: null } }) as const;
  await chooseBackend('webgpu', { selfTest: untested, onLost: (reason) => expect.unreachable(reason) });
}, 120_000);

const errors = '';
afterAll(() => expect(errors).toBe(''));

const rng = createRng(9, 'batches');
const batches = Array.from({ length: STEPS }, () => ({
  input: { data: Float32Array.from({ length: BATCH * 3 * 256 }, () => rng.normal()), shape: [BATCH, 3, 16, 16] },
  targets: { data: smoothTargets([0, 1, 2, 0, 1], CLASSES, 0.1), shape: [BATCH, CLASSES] },
}));

function host(split: boolean, withPathway: boolean): HostParams {
  const target = { ...initBody(CONFIG, 1), ...initHead(CONFIG, CLASSES, createRng(1, 'head')) };
  if (!withPathway) return target;
  return attachPathway(target, CONFIG, initBody(CONFIG, 2), CONFIG, {
    layers: ['qkv', 'proj', 'fc1', 'fc2'],
    lambdaInit: 0.1,
    splitQkv: split,
    depthOrder: 'normal',
  });
}

async function train(create: typeof createPlainStep, values: HostParams, settings: GroupSettings) {
  const params: Params = paramsFromHost(values);
  const scales = linkedLinears(params).map(scaleName);
  const step: TrainingStep = create({
    params,
    groups: parameterGroups(params, CONFIG.depth, settings),
    clipNorm: 0.5,
    forward: (p, x) => encoderForward(p, CONFIG, x, plainLinear),
    scales,
    moved: {},
    movesStatistics: false,
  });
  const rows: number[] = [];
  for (const [i, { input, targets }] of batches.entries()) {
    step.run(input, targets, 5e-4 * (1 + i));
    if (i % 2) rows.push(...(await step.read()));
  }
  const read = async (tensors: Iterable<[string, tf.Tensor]>) => {
    const all: Record<string, Float32Array> = {};
    for (const [name, tensor] of tensors) all[name] = (await tensor.data<'float32'>()).slice();
    return all;
  };
  const { moments, step: count } = step.release();
  const m = await read([...moments].map(([name, state]) => [name, state.m]));
  const v = await read([...moments].map(([name, state]) => [name, state.v]));
  for (const state of moments.values()) tf.dispose([state.m, state.v]);
  step.dispose();
  const after = await read(Object.entries(params));
  disposeParams(params);
  return { rows, count, m, v, after };
}

describe.each<[string, GroupSettings, boolean, boolean]>([
  ['split λ, auxiliary frozen', { ...tune, auxiliaryTrainable: false }, true, true],
  ['fixed λ', { ...tune, lambdaLearnable: false }, false, true],
  ['split λ, all trained', tune, true, true],
  ['fix', { ...tune, mode: 'fix' }, false, true],
])('%s', (_, settings, split, withPathway) => {
  test('replayed steps are the steps', async () => {
    const values = host(split, withPathway);
    const before = tf.memory().numTensors;
    const want = await train(createPlainStep, values, settings);
    const got = await train(createArenaStep, values, settings);
    expect(tf.memory().numTensors).toBe(before);
    expect(got.count).toBe(want.count);
    expect(got.rows.length).toBe(want.rows.length);
    expect(relative(got.rows, want.rows), 'loss, norm and λ').toBeLessThan(2e-4);
    for (const part of ['after', 'm', 'v'] as const) {
      expect(Object.keys(got[part]).sort()).toEqual(Object.keys(want[part]).sort());
      for (const [name, expected] of Object.entries(want[part])) {
        if (name.endsWith('qkv.bias')) continue; // the key's part is rounding noise, which Adam divides by its own size
        expect(relative(got[part][name]!, expected), `${part} ${name}`).toBeLessThan(1e-3);
      }
    }
  });
});
