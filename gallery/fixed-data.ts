/**
 * @file Fixed, seeded data for the exhibits: runs, plans, comparisons and model cards of a plausible
 * experiment. Invented numbers; the same on every visit, so that screenshots can be compared.
 */

import type { RunSeries, RunState } from '../src/app/state/run-state.ts';
import type { Modality } from '../src/config/run-config.ts';
import type { Comparison, EpochFinished, ExperimentStarted, PlannedRun } from '../src/core/lab/events.ts';
import type { ModelCard } from '../src/core/m2pt/encoder-config.ts';
import { PLAIN_SHAPE } from '../src/core/m2pt/plain-shape.ts';

/** Pseudo-random numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface World {
  depth?: number;
  pairs?: number;
  epochs?: number;
  stepsPerEpoch?: number;
  split?: boolean;
  layers?: readonly string[];
  /** Size of the λ at the end; 0.34 fills the default scale. */
  lambdaSize?: number;
  /** The arms' accuracies change places. */
  swap?: boolean;
}

const LAYERS = ['attn.qkv', 'attn.proj', 'mlp.fc1', 'mlp.fc2'];
const SPLIT = ['attn.qkv.q', 'attn.qkv.k', 'attn.qkv.v', 'attn.proj', 'mlp.fc1', 'mlp.fc2'];

export function makePlan({ depth = 6, pairs = 5, epochs = 20, stepsPerEpoch = 27, split = false, layers }: World): ExperimentStarted {
  const runs: PlannedRun[] = [];
  for (let seed = 0; seed < pairs; seed++) for (const arm of ['baseline', 'pathway'] as const) runs.push({ index: runs.length, arm, seed });
  const names = Array.from({ length: depth }, (_, block) =>
    (layers ?? (split ? SPLIT : LAYERS)).map((layer) => `blocks.${block}.${layer}`),
  ).flat();
  const rng = random(3);
  return {
    type: 'experimentStarted',
    runs,
    epochs,
    stepsPerEpoch,
    stepsPerRun: epochs * stepsPerEpoch,
    split: { train: 840, validation: 180, test: 180 },
    lambdaNames: names,
    auxiliaryRatio: names.map(() => 0.3 + 0.2 * rng()),
  };
}

/** Last λ of a layer: larger in deep blocks, fc1 positive, qkv mostly negative. */
function finalLambda(name: string, depth: number, size: number): number {
  const block = Number(name.split('.')[1]);
  const rng = random(block * 31 + name.length * 7 + (name.endsWith('k') ? 5 : 0));
  const deep = (block + 1) / depth;
  const lean = name.endsWith('fc1') ? 0.9 : name.endsWith('fc2') ? (block === depth - 1 ? -0.7 : 0.5) : name.includes('qkv') ? -0.45 : -0.2;
  return size * (lean * deep + 0.25 * (rng() - 0.5));
}

/** One run with its first `steps` steps. Accuracy in [0, 1] counts when it is complete. */
export function makeRun(
  plan: ExperimentStarted,
  index: number,
  steps: number,
  state: RunSeries['state'],
  accuracy: number,
  size = 0.34,
): RunSeries {
  const run = plan.runs[index] as PlannedRun;
  const rng = random(run.seed * 97 + (run.arm === 'pathway' ? 13 : 1));
  const losses = new Float32Array(Math.max(64, steps));
  const width = plan.lambdaNames.length;
  const lambdas = new Float32Array(run.arm === 'pathway' ? losses.length * width : 0);
  const ends = plan.lambdaNames.map((name) => finalLambda(name, width / 4, size));
  const wander = plan.lambdaNames.map(() => 0);
  let drift = 0;
  for (let step = 0; step < steps; step++) {
    const t = (step + 1) / plan.stepsPerRun;
    const base = 0.38 + 1.42 * Math.exp(-5.2 * t) + (run.arm === 'pathway' ? -0.02 * t : 0);
    drift = 0.97 * drift + 0.02 * (rng() - 0.5);
    losses[step] = base * (1 + drift + 0.28 * (rng() - 0.5));
    if (run.arm === 'baseline') continue;
    const grow = 1 - Math.exp(-2.6 * t);
    for (let i = 0; i < width; i++) {
      wander[i] = 0.98 * (wander[i] as number) + 0.004 * size * (rng() - 0.5);
      lambdas[step * width + i] = (ends[i] as number) * grow * 1.08 + (wander[i] as number);
    }
  }
  const epochs: EpochFinished[] = [];
  for (let epoch = 1; epoch * plan.stepsPerEpoch <= steps; epoch++) {
    const t = epoch / plan.epochs;
    const validationAccuracy = 1 / 6 + (accuracy - 1 / 6) * (1 - Math.exp(-4.5 * t)) * 1.01 + 0.05 * (rng() - 0.5) * (1 - t / 2);
    const watched = [{ sample: 1, label: 0, probabilities: [0.5, 0.1, 0.1, 0.1, 0.1, 0.1] }];
    epochs.push({
      type: 'epochFinished',
      run: index,
      epoch,
      step: epoch * plan.stepsPerEpoch,
      validationLoss: 0.5,
      validationAccuracy,
      watched,
    });
  }
  const result =
    state === 'finished'
      ? {
          arm: run.arm,
          seed: run.seed,
          valAccuracy: accuracy,
          testAccuracy: accuracy,
          trainLoss: [],
          lambda: {},
          stepMsMedian: 9,
          secondsTotal: 9,
          confusion: [],
        }
      : null;
  return { run, state, steps, losses, lambdas, epochs, result };
}

export const ACCURACY: readonly (readonly [number, number])[] = [
  [0.844, 0.861],
  [0.861, 0.861],
  [0.856, 0.844],
  [0.833, 0.844],
  [0.85, 0.856],
];

export function comparisonOf(
  pairs: number,
  verdict: Comparison['verdict'],
  ci95: [number, number] | null,
  pairsForOnePoint: number | null,
): Comparison {
  const used = Array.from({ length: pairs }, (_, i) => ACCURACY[i % ACCURACY.length] as readonly [number, number]);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  const of = (values: number[], interval: [number, number] | null = null) => ({ mean: mean(values), ci95: interval, n: pairs });
  return {
    pairs: used.map(([baseline, pathway], seed) => ({ seed, baseline, pathway, difference: pathway - baseline })),
    baseline: of(used.map(([baseline]) => baseline)),
    pathway: of(used.map(([, pathway]) => pathway)),
    difference: of(
      used.map(([baseline, pathway]) => pathway - baseline),
      ci95,
    ),
    verdict,
    pairsForOnePoint,
  };
}

/**
 * A run store in the middle of an experiment.
 * @param done complete runs; the next one has `steps` steps
 */
export function makeState(phase: RunState['phase'], world: World, done: number, steps: number, patch: Partial<RunState> = {}): RunState {
  const plan = makePlan(world);
  const series = plan.runs.map(({ index, arm, seed }) => {
    const accuracy = (ACCURACY[seed % ACCURACY.length] as readonly [number, number])[
      (arm === 'baseline') !== (world.swap ?? false) ? 0 : 1
    ];
    if (index < done) return makeRun(plan, index, plan.stepsPerRun, 'finished', accuracy, world.lambdaSize);
    if (index === done && steps > 0)
      return makeRun(plan, index, steps, phase === 'finished' || phase === 'failed' ? 'stopped' : 'running', accuracy, world.lambdaSize);
    return makeRun(plan, index, 0, 'planned', 0);
  });
  const pairs = Math.floor(done / 2);
  return {
    phase,
    plan,
    trained: null,
    series,
    activeRun: Math.min(done, series.length - 1),
    comparison:
      pairs === 0
        ? null
        : comparisonOf(
            pairs,
            pairs < 3 ? 'too early to say' : 'no difference seen',
            pairs < 3 ? null : [-0.009, 0.017],
            pairs < 3 ? null : 11,
          ),
    examplesPerSecond: 1780,
    elapsedMs: 54_000,
    remainingMs: phase === 'finished' ? 0 : 43_000,
    stepMs: 9,
    pausing: false,
    memoryBytes: 214e6,
    problem: null,
    mergePhase: 'locked',
    merge: null,
    version: 1,
    ...patch,
  };
}

export function makeCard(
  id: string,
  modality: Modality,
  patch: { embedDim?: number; depth?: number; parameters?: number; data?: string; license?: string } = {},
): ModelCard {
  return {
    id,
    parameters: patch.parameters ?? 1_223_558,
    family: 'm2pt',
    numClasses: 0,
    notes: [],
    bytes: 4_900_000,
    license: patch.license ?? 'Apache-2.0',
    data: patch.data ?? 'procedural textures',
    config: {
      name: id.replace(/^own:/, ''),
      modality,
      embedDim: patch.embedDim ?? 128,
      depth: patch.depth ?? 6,
      numHeads: 4,
      mlpRatio: 4,
      layerNormEps: 1e-6,
      qkvBias: true,
      ...PLAIN_SHAPE,
      tokenizer: {
        kind: 'patch',
        inputSize: [64, 64],
        patchSize: [8, 8],
        stride: [8, 8],
        inChannels: modality === 'image' ? 3 : 1,
        transposed: false,
      },
      normalization: { mean: [0.5], std: [0.5] },
    },
  };
}

export const CARDS: readonly ModelCard[] = [
  makeCard('nano-image', 'image'),
  makeCard('nano-audio', 'audio', { data: 'procedural sounds', parameters: 1_190_000 }),
  makeCard('nano-video', 'video', { data: 'procedural clips' }),
  makeCard('scratch', 'image', { data: 'random weights' }),
  makeCard('own:tiny-audio', 'audio', { embedDim: 192, depth: 12, parameters: 5_400_000, data: '', license: '' }),
];
