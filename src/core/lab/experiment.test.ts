/**
 * @file Whole experiments on the cpu backend with a micro model: it learns, repeats bit for bit, pairs share their start,
 * nothing leaks, stopping is clean, and the merged model equals the un-merged one.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { MICRO, microDataset, microEncoder, microIngredients } from '../../../test/micro-experiment.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { mergePathway } from '../m2pt/merge.ts';
import { disposeParams } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { RunResult } from './events.ts';
import { disposePair, type ExperimentModels, type ExperimentStep, runExperiment } from './experiment.ts';
import { mergeReport } from './merge-report.ts';
import type { Ingredients } from './plan.ts';

beforeAll(() => startNodeBackend('cpu'));

async function run(ingredients: Ingredients): Promise<{ events: ExperimentStep[]; results: RunResult[]; models: ExperimentModels }> {
  const events: ExperimentStep[] = [];
  let models: ExperimentModels | undefined;
  const keep = (held: ExperimentModels) => {
    models = held;
  };
  for await (const event of runExperiment(ingredients, keep, () => true)) events.push(event);
  const end = events.at(-1);
  if (end?.type !== 'experimentFinished' || !models) throw new Error('the experiment did not finish');
  return { events, results: end.results, models };
}

describe('an experiment', () => {
  test('learns: far above chance on pictures it was not trained on', async () => {
    const { results, models } = await run(microIngredients({ epochs: 5 }, { dataset: microDataset(40) }));
    for (const result of results) {
      expect(result.testAccuracy, result.arm).toBeGreaterThan(0.8); // chance is 0.33
      expect(result.trainLoss.at(-1)).toBeLessThan(result.trainLoss[0]! * 0.8);
    }
    disposePair(models.pair);
  });

  test('gives the same losses bit for bit when it is repeated, and other ones for another seed', async () => {
    const first = await run(microIngredients({ epochs: 1 }));
    const again = await run(microIngredients({ epochs: 1 }));
    const other = await run(microIngredients({ epochs: 1 }, { seeds: [1] }));
    expect(again.results.map((r) => r.trainLoss)).toEqual(first.results.map((r) => r.trainLoss));
    expect(again.results.map((r) => r.lambda)).toEqual(first.results.map((r) => r.lambda));
    expect(other.results[0]!.trainLoss[0]).not.toBe(first.results[0]!.trainLoss[0]);
    for (const { models } of [first, again, other]) disposePair(models.pair);
  });

  test('starts both arms as the same function, and λ moves only in the pathway', async () => {
    const { results, models } = await run(microIngredients({ epochs: 1 }));
    const [baseline, pathway] = results as [RunResult, RunResult];
    expect(pathway.trainLoss[0]).toBe(baseline.trainLoss[0]);
    expect(Object.keys(baseline.lambda)).toEqual([]);
    expect(Object.keys(pathway.lambda)).toHaveLength(4 * MICRO.depth);
    expect(Object.values(pathway.lambda).some((value) => Math.abs(value) > 1e-3)).toBe(true);
    disposePair(models.pair);
  });

  test('with λ fixed at 0 the pathway is the baseline to the last digit', async () => {
    const { results, models } = await run(microIngredients({ epochs: 1, lambdaLearnable: false, auxiliaryTrainable: false }));
    expect(results[1]!.trainLoss).toEqual(results[0]!.trainLoss);
    disposePair(models.pair);
  });

  test('in fix mode only λ and the head move', async () => {
    const ingredients = microIngredients({ epochs: 1, mode: 'fix' });
    const { models } = await run(ingredients);
    const pathway = models.pair!.pathway!;
    const moved = [];
    for (const [name, tensor] of Object.entries(pathway)) {
      const start = ingredients.target.params[name] ?? ingredients.auxiliary!.params[name.replace('.aux_weight', '.weight')];
      if (!start) continue;
      const values = await tensor.data();
      if (start.data.some((value, i) => value !== values[i])) moved.push(name);
    }
    expect(moved).toEqual([]);
    disposePair(models.pair);
  });

  test('leaks no tensors across steps, runs and experiments', async () => {
    const counts: number[] = [];
    let models: ExperimentModels | undefined;
    const stream = runExperiment(
      microIngredients({ epochs: 2 }),
      (held) => {
        models = held;
      },
      () => true,
    );
    for await (const event of stream) if (event.type === 'stepped') counts.push(tf.memory().numTensors);
    const perRun = counts.length / 2;
    expect(new Set(counts.slice(1, perRun)).size, 'baseline steps').toBe(1);
    expect(new Set(counts.slice(perRun + 1)).size, 'pathway steps').toBe(1);
    disposePair(models!.pair);
    const base = tf.memory().numTensors;
    const { models: second } = await run(microIngredients({ epochs: 1 }));
    disposePair(second.pair);
    expect(tf.memory().numTensors).toBe(base);
  });

  test('can be stopped between steps and frees what it held', async () => {
    const base = tf.memory().numTensors;
    const stream = runExperiment(
      microIngredients(),
      () => {},
      () => true,
    );
    for await (const event of stream) if (event.type === 'stepped' && event.step === 3) break; // break calls return()
    expect(tf.memory().numTensors).toBe(base);
  });

  test('names what does not go together before any training', async () => {
    const wide = { ...MICRO, name: 'wide', embedDim: 48, depth: 3 };
    const first = (ingredients: Ingredients) =>
      runExperiment(
        ingredients,
        () => {},
        () => true,
      ).next();
    await expect(first(microIngredients({}, { auxiliary: microEncoder(3, wide) }))).rejects.toThrow(
      'width 48 where the target has 32, depth 3 where the target has 2',
    );
    await expect(first(microIngredients({}, { dataset: microDataset(12, 1) }))).rejects.toThrow('at least 2 are needed');
    await expect(first(microIngredients({}, { auxiliary: null }))).rejects.toThrow('needs an auxiliary');
  });

  test('a loss that is no longer a number ends with advice, not with garbage', async () => {
    const target = microEncoder(1);
    target.params.pos_embed!.data.fill(Number.NaN);
    await expect(run(microIngredients({}, { target }))).rejects.toMatchObject({ code: 'diverged' });
  });
});

test.each([
  ['fused λ', {}],
  ['q, k, v apart', { splitQkv: true }],
  ['reversed depth', { depthOrder: 'reversed' as const }],
])('merging (%s) keeps the answers, the size and the cost', async (_, changes) => {
  const { models } = await run(microIngredients({ epochs: 1, lambdaInit: 0.3, ...changes }));
  const { baseline, pathway } = models.pair!;
  const merged = mergePathway(pathway!);
  const report = await mergeReport({ seed: 0, ...models, baseline: baseline!, pathway: pathway!, merged }, 30);
  expect(report.relativeLogitDifference).toBeLessThan(1e-5);
  expect(report.merged.parameters).toBe(report.baseline.parameters);
  expect(report.merged.bytes).toBe(report.baseline.bytes);
  expect(report.merged.multiplyAdds).toBe(report.baseline.multiplyAdds);
  expect(report.merged.dispatches).toBe(report.baseline.dispatches);
  expect(report.twoBranch.dispatches).toBeGreaterThan(report.merged.dispatches);
  expect(report.twoBranch.parameters).toBeGreaterThan(report.merged.parameters);
  expect(report.latencyPairs).toBe(30);
  disposeParams(merged);
  disposePair(models.pair);
});
