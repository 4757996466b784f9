/** @file The result's format is a promise to other programs: every key of docs/lab.md is checked here. */
import { expect, test } from 'vitest';
import { defaultConfig } from '../config/fields.ts';
import type { ArmName } from '../config/run-config.ts';
import type { MergeColumn, MergeReport, RunResult } from '../core/lab/events.ts';
import { type LabOutcome, makeResult } from './result-file.ts';

const run = (arm: ArmName, seed: number, testAccuracy: number): RunResult => ({
  arm,
  seed,
  valAccuracy: 0.5,
  testAccuracy,
  trainLoss: [1, 0.5],
  lambda: arm === 'pathway' ? { 'blocks.0.attn.qkv': 0.1 } : {},
  stepMsMedian: 12,
  secondsTotal: 3,
  confusion: [[1]],
});
const column = (parameters: number, medianMs: number): MergeColumn => ({
  parameters,
  bytes: 4 * parameters,
  multiplyAdds: 1,
  dispatches: 1,
  latency: { medianMs, ci95: [medianMs, medianMs] },
});
const merge: MergeReport = {
  seed: 0,
  baseline: column(100, 2),
  twoBranch: column(190, 3),
  merged: column(100, 2.1),
  dispatchUnit: 'operations',
  latencyPairs: 40,
  mergedToBaseline: { ratio: 1.05, ci95: [0.98, 1.12] },
  maxAbsLogitDifference: 1e-6,
  relativeLogitDifference: 2e-7,
  samplesCompared: 30,
};
const outcome = (seeds: number[], arms: ArmName[]): LabOutcome => ({
  backend: {
    name: 'wasm',
    adapter: '',
    software: false,
    capacity: { total: 2 ** 32, tensor: null },
    skipped: [],
    selfTestError: 1e-6,
    kernels: { name: 'wasm', slower: null },
  },
  config: { ...defaultConfig(), seeds, arms },
  classes: [{ name: 'cat', samples: 20 }],
  split: { train: 14, validation: 3, test: 3 },
  rejected: [{ code: 'png-cut-short', message: 'a.png ends early.', hint: 'Copy it again.', where: 'a.png' }],
  notices: [],
  results: arms.flatMap((arm) => seeds.map((seed) => run(arm, seed, 0.8 + seed / 10))),
  comparison: null,
  merge: arms.length === 2 ? merge : null,
});

test('both arms, two seeds', () => {
  const result = makeResult(outcome([0, 1], ['baseline', 'pathway']));
  expect(result.backend).toMatchObject({ name: 'wasm', adapter: '', software: false });
  expect(result.arms.map((arm) => arm.name)).toEqual(['baseline', 'pathway']);
  expect(result.arms[1]?.runs[0]).toMatchObject({
    seed: 0,
    valAccuracy: 0.5,
    testAccuracy: 0.8,
    trainLoss: [1, 0.5],
    stepMsMedian: 12,
    secondsTotal: 3,
  });
  expect(result.arms[1]?.runs[0]?.lambda).toEqual({ 'blocks.0.attn.qkv': 0.1 });
  expect(result.arms[0]?.testAccuracy.mean).toBeCloseTo(0.85);
  // Two values 0.1 apart: half width = 12.706 × 0.0707 / √2.
  expect(result.arms[0]?.testAccuracy.ci95?.[1]).toBeCloseTo(0.85 + 0.635, 3);
  expect(result.merge).toEqual({
    maxAbsLogitDifference: 1e-6,
    relativeLogitDifference: 2e-7,
    samplesCompared: 30,
    latency: { baselineMs: 2, twoBranchMs: 3, mergedMs: 2.1, mergedToBaseline: 1.05, ci95: [0.98, 1.12], pairs: 40 },
    parameters: { baseline: 100, merged: 100 },
    bytes: { baseline: 400, merged: 400 },
  });
  expect(result.data.rejected).toEqual([{ file: 'a.png', code: 'png-cut-short', reason: 'a.png ends early.', hint: 'Copy it again.' }]);
});

test('one seed has no interval, one arm no merge', () => {
  const result = makeResult(outcome([0], ['baseline']));
  expect(result.arms[0]?.testAccuracy).toEqual({ mean: 0.8, ci95: null });
  expect(result.merge).toBeNull();
});
