/**
 * @file configs/run.json: everything that decided the run, and where it stands. `train.py` reads nothing else.
 */

import { recordShape } from '../../data/record-form.ts';
import type { Split } from '../../data/split.ts';
import { ADAM } from '../../kernels/adam-constants.ts';
import { LINEAR_PATH } from '../../m2pt/names.ts';
import { parameterGroups } from '../../train/parameter-groups.ts';
import { FINAL_FRACTION } from '../../train/schedule.ts';
import { timmName } from '../timm-layout.ts';
import type { BatchPosition } from './batch-position.ts';
import type { RunState } from './run-snapshot.ts';
import { classFolders } from './safe-names.ts';

/** @param golden records whose logits are in `golden/` */
export function runFile(state: RunState, split: Split, position: BatchPosition, golden: readonly number[]): string {
  const { ingredients, seed, arm, params, optimizer } = state;
  const { config, dataset, target, auxiliary, seeds, arms } = ingredients;
  const totalSteps = position.stepsPerEpoch * config.epochs;
  const file = {
    format: 'm2pt-run',
    version: 1,
    seed,
    arm,
    step: optimizer.step,
    stepsPerEpoch: position.stepsPerEpoch,
    totalSteps,
    experiment: { seeds, arms },
    settings: config,
    linears: config.layers.map((layer) => LINEAR_PATH[layer]),
    schedule: { kind: 'warm-up, then cosine', warmupSteps: Math.round(config.warmup * totalSteps), finalFraction: FINAL_FRACTION },
    optimizer: {
      kind: 'AdamW',
      beta1: ADAM.beta1,
      beta2: ADAM.beta2,
      epsilon: ADAM.epsilon,
      /** timm's name, factor on the learning rate, weight decay: what the browser used, to compare with. */
      groups: parameterGroups(params, target.config.depth, config).map((group) => [
        timmName(target.config, group.name),
        group.rateFactor,
        group.weightDecay,
      ]),
    },
    data: {
      name: dataset.name,
      size: recordShape(dataset.form).slice(0, 2),
      classes: dataset.classNames,
      folders: classFolders(dataset.classNames),
      counts: { train: split.train.length, validation: split.validation.length, test: split.test.length },
      normalization: target.config.normalization,
    },
    target: {
      name: target.config.name,
      id: config.target,
      license: target.license,
      data: target.data,
      family: target.family,
      /** The body has random start values: another seed draws another one. */
      random: Object.keys(target.params).length === 0,
    },
    auxiliary: auxiliary && {
      name: auxiliary.config.name,
      id: config.auxiliary,
      license: auxiliary.license,
      data: auxiliary.data,
      family: auxiliary.family,
    },
    golden: { weights: 'weights/resume', samples: golden },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
