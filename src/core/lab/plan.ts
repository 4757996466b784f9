/**
 * @file From a configuration to the list of runs, and the checks that come before any training.
 */

import { MODALITIES } from '../../config/modalities.ts';
import type { ArmName, RunConfig } from '../../config/run-config.ts';
import type { LoadedEncoder } from '../checkpoint/load-encoder.ts';
import type { Dataset } from '../data/dataset.ts';
import { plural } from '../data/display-name.ts';
import { formText, sameForm } from '../data/record-form.ts';
import { PlaygroundError } from '../errors.ts';
import { misfit } from '../m2pt/misfit.ts';
import { recordFormOf } from '../m2pt/record-form-of.ts';
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
      `${target.config.name} sees ${MODALITIES[target.config.modality].many}, the data are ${MODALITIES[config.modality].many}.`,
      `Choose a target for ${MODALITIES[config.modality].many}, or “scratch”.`,
    );
  }
  const { tokenizer } = target.config;
  const channels = config.modality === 'audio' ? 1 : 3;
  if (tokenizer.kind !== 'points' && tokenizer.inChannels !== channels) {
    const ofData = channels === 1 ? 'one spectrogram, 1 channel' : 'RGB, 3 channels';
    throw fail(
      'target-channels',
      `${target.config.name} takes ${plural(tokenizer.inChannels, 'channel')}; ${MODALITIES[config.modality].many} are read as ${ofData}.`,
      `Choose a target of ${plural(channels, 'channel')}, or “scratch”. As an auxiliary it can be used.`,
    );
  }
  const wanted = recordFormOf(target.config);
  if (!sameForm(dataset.form, wanted)) {
    throw fail(
      'record-form',
      `The data are read as ${formText(dataset.form)} and ${target.config.name} needs ${formText(wanted)}.`,
      'Import the data again for this target.',
    );
  }
  if (tokenizer.kind === 'points' && wanted.modality === 'point' && Math.max(tokenizer.groups, tokenizer.neighbours) > wanted.points) {
    throw fail(
      'too-many-groups',
      `${target.config.name} makes ${tokenizer.groups} groups of ${tokenizer.neighbours} points; point clouds are read as ${formText(wanted)}.`,
      'Choose a target with fewer and smaller groups.',
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
