/** @file Exhibits of the Train column: every stage, shallow and deep models, one arm only, bad settings. */
import type { ReactNode } from 'react';
import type { MeasuredSpeeds } from '../src/app/state/measured-speed.ts';
import type { RunState } from '../src/app/state/run-state.ts';
import { idleRunState } from '../src/app/state/run-store.ts';
import { DiagramHead } from '../src/app/ui/train/DiagramHead.tsx';
import { memoryWords } from '../src/app/ui/train/hub-words.ts';
import { ModelDialog } from '../src/app/ui/train/ModelDialog.tsx';
import { auxiliaryChoices, targetChoices, unjoinedWords } from '../src/app/ui/train/model-choices.ts';
import { TrainView } from '../src/app/ui/train/TrainView.tsx';
import { type Cost, costOf } from '../src/app/ui/train/train-cost.ts';
import { planOf, type TrainStage } from '../src/app/ui/train/train-stage.ts';
import { defaultConfig } from '../src/config/fields.ts';
import type { RunConfig } from '../src/config/run-config.ts';
import type { Problem } from '../src/core/errors.ts';
import type { ModelCard, PatchTokenizer } from '../src/core/m2pt/encoder-config.ts';
import { CARDS, comparisonOf, makeState } from './fixed-data.ts';

const nothing = () => undefined;
const ACTIONS = {
  train: nothing,
  pause: nothing,
  resume: nothing,
  step: nothing,
  stop: nothing,
  edit: nothing,
  results: nothing,
  demo: nothing,
  addSeeds: nothing,
  change: nothing,
  preset: nothing,
  reset: nothing,
};

interface Show {
  stage: TrainStage;
  run?: RunState;
  config?: Partial<RunConfig>;
  blocked?: string;
  depth?: number;
  cost?: Cost | null;
}

const MEASURED: MeasuredSpeeds = { wasm: [{ step: 7.8e9, rate: 9e9 }] };
const WASM = { name: 'wasm', adapter: '' } as const;

/** Of a small published ViT at that picture size, on 1,200 pictures. */
function costAt(size: number, speeds: MeasuredSpeeds): Cost {
  const card = CARDS[0] as ModelCard;
  const tokenizer = { ...card.config.tokenizer, inputSize: [size, size], patchSize: [16, 16], stride: [16, 16] } as PatchTokenizer;
  const shape = { ...card.config, embedDim: 192, depth: 12, numHeads: 3, tokenizer };
  const [train, validation, test] = [840, 180, 180].map((count) => new Uint32Array(count)) as [Uint32Array, Uint32Array, Uint32Array];
  return costOf(shape, { ...defaultConfig(), pairedSeeds: 5 }, { train, validation, test }, speeds, WASM);
}

export function train({ stage, run = idleRunState(), config: patch = {}, blocked, depth = 6, cost = null }: Show): ReactNode {
  const config = { ...defaultConfig(), pairedSeeds: 5, ...patch };
  const card = (id: string) => CARDS.find((one) => one.id === id);
  const locked = stage === 'training' || stage === 'paused';
  return (
    <section className="col col-train" id="step-train" aria-labelledby="h-train">
      <TrainView
        stage={stage}
        on
        run={run}
        config={config}
        ranConfig={config}
        plan={planOf(config, 840, cost)}
        depth={depth}
        tokensIn="64 image patches in"
        scoresOut="6 scores out"
        blocked={blocked ?? null}
        unjoined={unjoinedWords(config, card(config.auxiliary), card(config.target))}
        trainedOn={null}
        demoFacts={['6 texture classes, synthetic. Both arms, three seeds, then merge.', 'The time left shows after the first steps.']}
        demoBusy={false}
        diagramHead={
          <DiagramHead
            config={config}
            target={card(config.target)}
            auxiliary={card(config.auxiliary)}
            loading={false}
            locked={locked}
            onPick={nothing}
          />
        }
        actions={ACTIONS}
      />
    </section>
  );
}

export const SHAPE_PROBLEM: Problem = {
  code: 'engine-silent',
  message: 'The training engine gave no sign for 60 s and was ended.',
  hint: 'Finished runs are kept. A smaller batch size may help.',
};

function stoppedState(): RunState {
  return makeState('finished', {}, 7, 313, { activeRun: 7 });
}

function modelList(role: 'target' | 'auxiliary') {
  const target = CARDS[0];
  return (
    <ModelDialog
      side={role}
      choices={role === 'target' ? targetChoices(CARDS, 'image') : auxiliaryChoices(CARDS, target)}
      chosen={role === 'target' ? 'nano-image' : 'nano-audio'}
      loading={false}
      problem={null}
      memory={(card) => memoryWords(role, card, target, defaultConfig(), 840)}
      onChoose={nothing}
      onFolder={nothing}
      onClose={nothing}
    />
  );
}

function verdict(word: 'helps' | 'hurts', interval: [number, number]): RunState {
  const state = makeState('finished', { swap: word === 'hurts' }, 10, 0);
  const comparison = comparisonOf(5, word, interval, 3);
  const sign = word === 'hurts' ? -1 : 1;
  return { ...state, comparison: { ...comparison, difference: { ...comparison.difference, mean: sign * comparison.difference.mean } } };
}

export const TRAIN_EXHIBITS: Readonly<Record<string, () => ReactNode>> = {
  empty: () => train({ stage: 'empty' }),
  loaded: () => train({ stage: 'loaded' }),
  'loaded-measured': () => train({ stage: 'loaded', cost: costAt(64, MEASURED), config: { lambdaLearningRateFactor: 1 } }),
  'loaded-unmeasured': () => train({ stage: 'loaded', cost: costAt(64, {}) }),
  'loaded-long': () => train({ stage: 'loaded', cost: costAt(224, MEASURED) }),
  'loaded-much': () => train({ stage: 'loaded', cost: costAt(224, {}) }),
  'loaded-blocked': () =>
    train({
      stage: 'loaded',
      blocked: 'tiny-audio does not fit nano-image. Choose an auxiliary of the same width and depth.',
      config: { auxiliary: 'own:tiny-audio' },
    }),
  'loaded-no-auxiliary': () => train({ stage: 'loaded', config: { auxiliary: 'none' } }),
  'loaded-some-layers': () => train({ stage: 'loaded', config: { layers: ['fc1', 'fc2'], lambdaInit: 0.1, lambdaLearnable: false } }),
  starting: () => train({ stage: 'training', run: { ...idleRunState(), phase: 'starting' } }),
  'first-baseline': () => train({ stage: 'training', run: makeState('running', {}, 0, 40, { remainingMs: null }) }),
  training: () => train({ stage: 'training', run: makeState('running', {}, 5, 313) }),
  'slow-first-step': () => train({ stage: 'training', run: makeState('running', {}, 0, 0, { remainingMs: null, stepMs: 34_000 }) }),
  'slow-stopping': () => train({ stage: 'training', run: makeState('stopping', {}, 1, 3, { remainingMs: 2.52e7, stepMs: 34_000 }) }),
  paused: () => train({ stage: 'paused', run: makeState('paused', {}, 5, 313) }),
  finished: () => train({ stage: 'finished', run: makeState('finished', {}, 10, 0) }),
  helps: () => train({ stage: 'finished', run: verdict('helps', [0.001, 0.007]) }),
  hurts: () => train({ stage: 'finished', run: verdict('hurts', [-0.007, -0.001]) }),
  'two-pairs': () => train({ stage: 'finished', run: makeState('finished', { pairs: 2 }, 4, 0), config: { pairedSeeds: 2 } }),
  stopped: () => train({ stage: 'stopped', run: stoppedState() }),
  failed: () => train({ stage: 'failed', run: makeState('failed', {}, 5, 290, { problem: SHAPE_PROBLEM }) }),
  reversed: () => train({ stage: 'finished', run: makeState('finished', {}, 10, 0), config: { depthOrder: 'reversed' } }),
  split: () => train({ stage: 'training', run: makeState('running', { split: true }, 5, 313), config: { splitQkv: true } }),
  'twelve-blocks': () => train({ stage: 'training', run: makeState('running', { depth: 12 }, 5, 313), depth: 12 }),
  'twenty-four-blocks': () => train({ stage: 'training', run: makeState('running', { depth: 24 }, 5, 313), depth: 24 }),
  'as-published': () =>
    train({ stage: 'finished', run: makeState('finished', { lambdaSize: 0.005 }, 10, 0), config: { lambdaLearningRateFactor: 1 } }),
  'twenty-pairs': () => train({ stage: 'training', run: makeState('running', { pairs: 20 }, 9, 313), config: { pairedSeeds: 20 } }),
  'ten-thousand': () => train({ stage: 'finished', run: makeState('finished', { epochs: 100, stepsPerEpoch: 100, pairs: 3 }, 6, 0) }),
  'choose-target': () => modelList('target'),
  'choose-auxiliary': () => modelList('auxiliary'),
};
