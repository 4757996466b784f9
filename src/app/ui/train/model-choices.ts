/**
 * @file Which models can be chosen for a role, and for those that cannot, why not in a sentence that names
 * the numbers that differ.
 */
import type { Modality } from '../../../config/run-config.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';

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

function joined(parts: string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Why this auxiliary cannot be joined to that target, or null. Every linear layer needs a partner of its shape. */
export function auxiliaryMisfit(card: ModelCard, target: ModelCard | undefined): string | null {
  if (!target) return null;
  const a = card.config;
  const t = target.config;
  const differ: string[] = [];
  if (a.embedDim !== t.embedDim) differ.push(`width ${a.embedDim} instead of ${t.embedDim}`);
  if (a.depth !== t.depth) differ.push(`${a.depth} blocks instead of ${t.depth}`);
  if (a.mlpRatio !== t.mlpRatio) differ.push(`MLP ratio ${a.mlpRatio} instead of ${t.mlpRatio}`);
  return differ.length === 0 ? null : `Does not fit ${t.name}: ${joined(differ)}.`;
}

/** Why the diagram has nothing to join, in a sentence; null when the auxiliary fits or its card is not known yet. */
export function unjoinedWords(auxiliaryId: string, auxiliary: ModelCard | undefined, target: ModelCard | undefined): string | null {
  if (auxiliaryId === 'none') return 'No auxiliary is chosen, so there is nothing to join: only the baseline is trained.';
  const misfit = auxiliary && auxiliaryMisfit(auxiliary, target);
  return misfit ? `${auxiliary.config.name} cannot be joined. ${misfit}` : null;
}

/** Choices for the target: models that see the data's modality. */
export function targetChoices(cards: readonly ModelCard[], modality: Modality): ModelChoice[] {
  return cards.map((card) => ({
    card,
    misfit: card.config.modality === modality ? null : `It ${SEES[card.config.modality]}; a target must be one that ${SEES[modality]}.`,
    note: card.id === 'scratch' ? 'Nothing learned before.' : null,
  }));
}

/** Choices for the auxiliary: fitting ones first, other modalities before the target's own. Random weights are no auxiliary. */
export function auxiliaryChoices(cards: readonly ModelCard[], target: ModelCard | undefined): ModelChoice[] {
  const choices = cards
    .filter((card) => card.id !== 'scratch')
    .map((card) => ({
      card,
      misfit: auxiliaryMisfit(card, target),
      note: card.config.modality === target?.config.modality ? 'Same modality as the target: not a cross-modal pathway.' : null,
    }));
  const rank = (choice: ModelChoice) => (choice.misfit ? 2 : choice.note ? 1 : 0);
  return choices.sort((a, b) => rank(a) - rank(b));
}
