/** @file A recorded forward pass against the same pass by operations, for plain, merged and two-branch models, and what it costs. */
import { beforeAll, expect, test } from 'vitest';
import { MICRO, microEncoder } from '../../../test/micro-experiment.ts';
import { relative } from '../../../test/relative.ts';
import { setKernels } from '../kernels/current-kernels.ts';
import { referenceKernels } from '../kernels/reference/reference-kernels.ts';
import { plainLinear, twoBranchLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward, initHead } from '../m2pt/encoder.ts';
import { mergePathway } from '../m2pt/merge.ts';
import { attachPathway } from '../m2pt/pathway.ts';
import type { ApplyLinear } from '../nn/block.ts';
import { chooseBackend } from '../tensor/backend.ts';
import { countDispatches, dispatchCount } from '../tensor/dispatch-count.ts';
import { disposeParams, type Params, paramsFromHost } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { createRecordedForward } from './recorded-forward.ts';

beforeAll(async () => {
  const untested = async () => ({ error: 0, kernels: { name: 'reference', slower: null } }) as const;
  await chooseBackend('webgpu', { selfTest: untested, onLost: (reason) => expect.unreachable(reason) });
  setKernels(referenceKernels);
  countDispatches();
}, 120_000);

const rng = createRng(5, 'pixels');
const batch = (count: number) => ({
  data: Float32Array.from({ length: count * 3 * 256 }, () => rng.normal()),
  shape: [count, 3, 16, 16],
});

const target = { ...microEncoder(1).params, ...initHead(MICRO, 3, createRng(1, 'head')) };
const linked = attachPathway(target, MICRO, microEncoder(2).params, MICRO, {
  layers: ['qkv', 'proj', 'fc1', 'fc2'],
  lambdaInit: 0.4,
  splitQkv: false,
  depthOrder: 'normal',
});

async function check(params: Params, apply: ApplyLinear): Promise<number> {
  const forward = createRecordedForward(params, MICRO, apply);
  let dispatches = 0;
  for (const input of [batch(1), batch(1), batch(1), batch(3), batch(1)]) {
    const tensor = tf.tensor(input.data, input.shape);
    const want = encoderForward(params, MICRO, tensor, apply);
    const expected = await want.data();
    tf.dispose([tensor, want]);
    const before = dispatchCount();
    const got = await forward.logits(input);
    dispatches = dispatchCount() - before;
    expect(relative(got, expected)).toBeLessThan(1e-6);
  }
  forward.dispose();
  return dispatches;
}

test('every batch gets its own answer, and the merged model costs what the plain one costs', async () => {
  const before = tf.memory().numTensors;
  const [plain, pathway] = [paramsFromHost(target), paramsFromHost(linked)];
  const merged = mergePathway(pathway);
  const costs = [await check(plain, plainLinear), await check(merged, plainLinear), await check(pathway, twoBranchLinear)] as const;
  expect(costs[1]).toBe(costs[0]);
  expect(costs[2]).toBeGreaterThan(costs[0]);
  for (const params of [plain, pathway, merged]) disposeParams(params);
  expect(tf.memory().numTensors).toBe(before);
});
