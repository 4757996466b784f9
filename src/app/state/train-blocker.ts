/**
 * @file Why Train cannot be pressed now: one answer for the Train column, the phone's dock and the press itself. Reads the
 * stores and changes nothing.
 */
import { FIELDS } from '../../config/fields.ts';
import type { RunConfig } from '../../config/run-config.ts';
import { hubNameOf } from '../../core/checkpoint/hub-name.ts';
import { PlaygroundError, type Problem } from '../../core/errors.ts';
import { configStore } from './config-store.ts';
import { blockingProblem, dataStore } from './data-store.ts';
import { cardOf, fitProblem, type ModelsState, modelsStore, NO_AUXILIARY } from './models-store.ts';
import { runStore } from './run-store.ts';

/** Said also where Train is not pressed: the pair in memory would be lost. */
export const MERGING: Problem = {
  code: 'merging',
  message: 'The last pair is still being merged and measured.',
  hint: 'Train opens when that is done.',
};

/**
 * The first reason in words, null when Train can be pressed. `where` is `target` or `auxiliary` when choosing another model is
 * the way out.
 */
export function trainBlocker(): PlaygroundError | null {
  const { config } = configStore.getState();
  const models = modelsStore.getState();
  const problem =
    (runStore.getState().mergePhase === 'merging' ? MERGING : null) ??
    blockingProblem(dataStore.getState()) ??
    listProblem(models) ??
    missingProblem(models, config) ??
    modalityProblem(models, config) ??
    fitProblem(models, config);
  return problem && new PlaygroundError(problem);
}

/** Which model has to be looked at to get rid of a blocker, if any. */
export function roleToLookAt(blocker: Problem | null): 'target' | 'auxiliary' | null {
  if (blocker?.code === 'model-misfit') return 'auxiliary';
  return blocker?.where === 'target' || blocker?.where === 'auxiliary' ? blocker.where : null;
}

function listProblem({ phase, cards, problem }: ModelsState): Problem | null {
  if (phase === 'loading') return { code: 'models-loading', message: 'The list of models is still being read.', hint: '' };
  if (phase === 'ready' || cards.length > 0) return null;
  return problem ?? { code: 'models-missing', message: 'The list of models could not be read.', hint: 'Reload the page.' };
}

function missingProblem({ cards }: ModelsState, config: RunConfig): Problem | null {
  const where = (['target', 'auxiliary'] as const).find((role) => config[role] !== NO_AUXILIARY && !cardOf(cards, config[role]));
  if (!where) return null;
  const id = config[where];
  const hub = hubNameOf(id);
  if (hub)
    return {
      code: 'model-not-here',
      message: `The model ${hub.repo} is not on this computer yet.`,
      hint: 'Look it up above the diagram.',
      where,
    };
  return {
    code: 'model-not-found',
    message: `The model “${id.replace(/^own:/, '')}” was not found.`,
    hint: 'Choose another one above the diagram.',
    where,
  };
}

/** The target takes data of another modality than the one that is set up, as a link may have it. */
export function modalityProblem({ cards }: ModelsState, { target, modality }: RunConfig): Problem | null {
  const card = cardOf(cards, target);
  if (!card || card.config.modality === modality) return null;
  const field = FIELDS.modality;
  const data = field.kind === 'choice' ? field.options.find(({ value }) => value === modality)?.label : undefined;
  return {
    code: 'target-modality',
    message: `The target ${card.config.name} is not made for ${data ?? modality}.`,
    hint: 'Choose another one.',
    where: 'target',
  };
}
