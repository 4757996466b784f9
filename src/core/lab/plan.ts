/**
 * @file From a configuration to the list of runs, and the checks that come before any training.
 */

import type { ArmName, RunConfig } from '../../config/run-config.ts';
import type { LoadedEncoder } from '../checkpoint/load-encoder.ts';
import type { Dataset } from '../data/dataset.ts';
import { PlaygroundError } from '../errors.ts';
import { misfit } from '../m2pt/misfit.ts';
import { recordSize } from '../m2pt/plain-shape.ts';
import type { PlannedRun } from './events.ts';

/** Runs in order: both arms of a seed are neighbours, so that pairs complete early. */
export function planRuns(seeds: readonly number[], arms: readonly ArmName[]): PlannedRun[] {
  return seeds.flatMap((seed) => arms.map((arm) => ({ seed, arm }))).map((run, index) => ({ index, ...run }));
}

export interface Ingredients {
  config: RunConfig;
  dataset: Dataset;
  target: LoadedEncoder;
  auxiliary: LoadedEncoder | null;
  seeds: readonly number[];
  arms: readonly ArmName[];
}

/** @throws PlaygroundError naming what does not go together, before any training */
export function checkIngredients({ dataset, target, auxiliary, seeds, arms, config }: Ingredients): void {
  const fail = (code: string, message: string, hint: string) => new PlaygroundError({ code, message, hint });
  if (target.config.modality !== config.modality) {
    throw fail(
      'target-modality',
      `${target.config.name} sees ${target.config.modality}, the data are ${config.modality}.`,
      `Choose a target for ${config.modality} data, or “scratch”.`,
    );
  }
  const { tokenizer } = target.config;
  if (config.modality === 'image' && tokenizer.kind === 'patch' && tokenizer.inChannels !== 3) {
    throw fail(
      'target-channels',
      `${target.config.name} takes ${tokenizer.inChannels} ${tokenizer.inChannels === 1 ? 'channel' : 'channels'}; pictures are read as RGB, 3 channels.`,
      'Choose a target of 3 channels, or “scratch”. As an auxiliary it can be used.',
    );
  }
  const [height, width] = recordSize(target.config);
  if (dataset.size[0] !== height || dataset.size[1] !== width) {
    throw fail(
      'record-size',
      `The data are ${dataset.size.join('×')} and ${target.config.name} needs ${height}×${width}.`,
      'Import the data again for this target.',
    );
  }
  if (dataset.classNames.length < 2) {
    throw fail(
      'one-class',
      `The data have ${dataset.classNames.length} usable class; at least 2 are needed.`,
      'Add a sub-folder for another class.',
    );
  }
  if (arms.length === 0 || seeds.length === 0) throw fail('empty-plan', 'The plan has no runs.', 'Give at least one arm and one seed.');
  if (!arms.includes('pathway')) return;
  if (!auxiliary) throw fail('no-auxiliary', 'The pathway arm needs an auxiliary.', 'Choose one, or train the baseline alone.');
  const reason = misfit(target.config, auxiliary.config);
  if (reason) throw fail('auxiliary-misfit', reason, 'Choose an auxiliary of the same width and depth, or another target.');
}
