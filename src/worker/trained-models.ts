/**
 * @file The trained models that can be merged and tried: those of the last complete pair. When a new experiment starts on
 * the same data, the old pair stays until a new one is complete, so that stopping early loses nothing.
 */
import type { Dataset } from '../core/data/dataset.ts';
import { PlaygroundError } from '../core/errors.ts';
import type { RunState } from '../core/export/project/run-snapshot.ts';
import { disposePair, type ExperimentModels, type OpenRun, type TrainedPair } from '../core/lab/experiment.ts';
import type { MergeSubjects } from '../core/lab/merge-report.ts';
import type { EncoderConfig } from '../core/m2pt/encoder-config.ts';
import { mergePathway } from '../core/m2pt/merge.ts';
import { isAux, isScale } from '../core/m2pt/names.ts';
import { disposeParams, type Params } from '../core/tensor/params.ts';

export interface TrainedModels {
  /** Called before an experiment; models of other data are freed. */
  startOver(dataset: Dataset): void;
  /** Given to the experiment, which leaves its pairs in the object. */
  hold(models: ExperimentModels): void;
  canMerge(): boolean;
  /** Everything the merge report needs; tensors stay owned here. Throws a PlaygroundError when no pathway is complete. */
  mergeSubjects(): MergeSubjects;
  /**
   * The run that can be continued elsewhere: the pathway arm of the last complete pair (the baseline where that is the only
   * one), or the run that is open now, where there is no pair or `preferOpen`. Tensors stay owned here and change with the
   * next step: clone them before waiting. Throws a PlaygroundError where nothing was trained.
   */
  continuation(preferOpen?: boolean): RunState;
  /** Models for a single prediction; null where that arm was not trained. Throws when nothing was. */
  tryOut(): { encoder: EncoderConfig; dataset: Dataset; baseline: Params | null; merged: Params | null };
}

export function createTrainedModels(): TrainedModels {
  let current: ExperimentModels | null = null;
  let older: ExperimentModels | null = null;
  let folded: { pair: TrainedPair; params: Params } | null = null;

  const unfold = () => {
    if (folded) disposeParams(folded.params);
    folded = null;
  };
  const free = (models: ExperimentModels | null) => {
    if (models?.pair && folded?.pair === models.pair) unfold();
    disposePair(models?.pair ?? null);
  };

  /** The models that count now. */
  const held = (): ExperimentModels | null => {
    if (!current?.pair) return older ?? current;
    free(older);
    older = null;
    return current;
  };

  /** The merged parameters of a pair, made once. */
  const mergedOf = (pair: TrainedPair, pathway: Params): Params => {
    if (folded?.pair !== pair) unfold();
    folded ??= { pair, params: mergePathway(pathway) };
    return folded.params;
  };

  const complete = () => {
    const models = held();
    if (models?.pair) return { ...models, pair: models.pair };
    throw new PlaygroundError({ code: 'no-pair', message: 'No pair of runs is complete.', hint: 'Let one seed finish both arms.' });
  };

  return {
    startOver(dataset) {
      const keep = held();
      current = null;
      older = keep?.pair && keep.dataset === dataset ? keep : null;
      if (!older) free(keep);
    },
    hold(models) {
      current = models;
    },
    canMerge: () => held()?.pair?.pathway != null,
    mergeSubjects() {
      const { encoder, dataset, test, pair } = complete();
      const { pathway, baseline, seed } = pair;
      if (pathway)
        return { seed, encoder, dataset, test, baseline: baseline ?? plainPart(pathway), pathway, merged: mergedOf(pair, pathway) };
      throw new PlaygroundError({
        code: 'no-pathway',
        message: 'No pathway arm has been trained, so there is nothing to merge.',
        hint: 'Choose an auxiliary and train again.',
      });
    },
    continuation(preferOpen = false) {
      const models = held();
      if (preferOpen && current?.open) return openRun(current, current.open);
      const pair = models?.pair;
      const params = pair?.optimizer && pair[pair.optimizer.arm];
      if (models && pair?.start && pair.optimizer && params) {
        const { seed, start, optimizer } = pair;
        return { ingredients: models.ingredients, seed, arm: optimizer.arm, start, params, optimizer };
      }
      if (current?.open) return openRun(current, current.open);
      throw new PlaygroundError({
        code: 'no-pair',
        message: 'No run is complete, and none is open.',
        hint: 'Train for a while, pause, and export then.',
      });
    },
    tryOut() {
      const { encoder, dataset, pair } = complete();
      return { encoder, dataset, baseline: pair.baseline, merged: pair.pathway && mergedOf(pair, pair.pathway) };
    },
  };
}

function openRun({ ingredients }: ExperimentModels, { run, start, params, optimizer }: OpenRun): RunState {
  return { ingredients, seed: run.seed, arm: run.arm, start, params, optimizer: optimizer() };
}

/** The target's own matrices without the auxiliary: a plain model for comparison where no baseline arm was trained. */
function plainPart(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !isAux(name) && !isScale(name)));
}
