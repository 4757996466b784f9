/**
 * @file Which models can be chosen for a role, in the order in which they are of use, and for those that cannot, why not in
 * a few words that name the numbers that differ.
 */
import type { Modality, RunConfig } from '../../../config/run-config.ts';
import type { EncoderConfig, ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { misfit } from '../../../core/m2pt/misfit.ts';
import { briefName } from './model-name.ts';

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

/**
 * What keeps an auxiliary from being joined, `128 wide, needs 192; 6 blocks, needs 12`; null when it fits. The rule is
 * `misfit` of core; only the words are shorter, for places where both names are in sight.
 */
export function sizeMisfit(target: EncoderConfig, auxiliary: EncoderConfig): string | null {
  const why = misfit(target, auxiliary);
  if (why === null) return null;
  const words = [
    ...(target.embedDim === auxiliary.embedDim ? [] : [`${auxiliary.embedDim} wide, needs ${target.embedDim}`]),
    ...(target.depth === auxiliary.depth ? [] : [`${auxiliary.depth} blocks, needs ${target.depth}`]),
    ...(target.mlpRatio === auxiliary.mlpRatio ? [] : [`MLP ratio ${auxiliary.mlpRatio}, needs ${target.mlpRatio}`]),
  ];
  return words.length > 0 ? words.join('; ') : why;
}

/** Why the diagram has nothing to join, in a sentence; null when the auxiliary fits, or its card is on its way. */
export function unjoinedWords(
  chosen: Pick<RunConfig, 'target' | 'auxiliary'>,
  auxiliary: ModelCard | undefined,
  target: ModelCard | undefined,
): string | null {
  if (chosen.auxiliary === 'none') return 'No auxiliary is chosen, so there is nothing to join: only the baseline is trained.';
  if (auxiliary && target) {
    const why = sizeMisfit(target.config, auxiliary.config);
    return why && `${briefName(auxiliary.id)} does not fit ${briefName(target.id)}: ${why}.`;
  }
  const missing = (['target', 'auxiliary'] as const).find(
    (role) => !(role === 'target' ? target : auxiliary) && /^(own|hf):/.test(chosen[role]),
  );
  return missing ? `The ${missing} is not on this computer, so its blocks are not known and nothing is joined yet.` : null;
}

/** Why a model cannot be a target for data of that modality; null when it can. */
export function modalityMisfit(card: ModelCard, modality: Modality): string | null {
  return card.config.modality === modality ? null : `It ${SEES[card.config.modality]}; a target must be one that ${SEES[modality]}.`;
}

const rank = ({ misfit: why, note }: ModelChoice) => (why ? 2 : note ? 1 : 0);
const ranked = (choices: ModelChoice[]) => choices.sort((a, b) => rank(a) - rank(b));

/** Choices for the target: models that see the data's modality first, random weights after the trained ones. */
export function targetChoices(cards: readonly ModelCard[], modality: Modality): ModelChoice[] {
  return ranked(
    cards.map((card) => ({
      card,
      misfit: modalityMisfit(card, modality),
      note: card.id === 'scratch' ? 'Nothing learned before.' : null,
    })),
  );
}

/** Choices for the auxiliary: fitting ones first, other modalities before the target's own. Random weights are no auxiliary. */
export function auxiliaryChoices(cards: readonly ModelCard[], target: ModelCard | undefined): ModelChoice[] {
  return ranked(
    cards
      .filter((card) => card.id !== 'scratch')
      .map((card) => {
        const why = target ? sizeMisfit(target.config, card.config) : null;
        return {
          card,
          misfit: why && `Does not fit the target: ${why}.`,
          note: card.config.modality === target?.config.modality ? 'Same modality as the target: not a cross-modal pathway.' : null,
        };
      }),
  );
}
