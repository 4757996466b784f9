/**
 * @file Which models can be chosen for a role, and for those that cannot, why not in a sentence that names
 * the numbers that differ.
 */
import type { Modality } from '../../../config/run-config.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { misfit } from '../../../core/m2pt/misfit.ts';

export interface ModelChoice {
  card: ModelCard;
  /** Null when it can be chosen. */
  misfit: string | null;
  /** A remark on one that can be chosen. */
  note: string | null;
}

const SEES: Readonly<Record<Modality, string>> = {
  image: 'sees images',
  audio: 'hears sounds',
  point: 'sees point clouds',
  video: 'sees clips',
};

/** Why the diagram has nothing to join, in a sentence; null when the auxiliary fits or its card is not known yet. */
export function unjoinedWords(auxiliaryId: string, auxiliary: ModelCard | undefined, target: ModelCard | undefined): string | null {
  if (auxiliaryId === 'none') return 'No auxiliary is chosen, so there is nothing to join: only the baseline is trained.';
  return auxiliary && target ? misfit(target.config, auxiliary.config) : null;
}

/** Why a model cannot be a target for data of that modality; null when it can. */
export function modalityMisfit(card: ModelCard, modality: Modality): string | null {
  return card.config.modality === modality ? null : `It ${SEES[card.config.modality]}; a target must be one that ${SEES[modality]}.`;
}

/** Choices for the target: models that see the data's modality. */
export function targetChoices(cards: readonly ModelCard[], modality: Modality): ModelChoice[] {
  return cards.map((card) => ({
    card,
    misfit: modalityMisfit(card, modality),
    note: card.id === 'scratch' ? 'Nothing learned before.' : null,
  }));
}

/** Choices for the auxiliary: fitting ones first, other modalities before the target's own. Random weights are no auxiliary. */
export function auxiliaryChoices(cards: readonly ModelCard[], target: ModelCard | undefined): ModelChoice[] {
  const choices = cards
    .filter((card) => card.id !== 'scratch')
    .map((card) => ({
      card,
      misfit: target ? misfit(target.config, card.config) : null,
      note: card.config.modality === target?.config.modality ? 'Same modality as the target: not a cross-modal pathway.' : null,
    }));
  const rank = (choice: ModelChoice) => (choice.misfit ? 2 : choice.note ? 1 : 0);
  return choices.sort((a, b) => rank(a) - rank(b));
}
