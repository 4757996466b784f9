/**
 * @file Ways to label that were chosen one after the other, so that each can be taken back. The edits that were made under one way are kept
 * with the step to the next, because their classes are gone there. Pure; data-edits.ts walks through them.
 */
import type { EditHistory } from '../../core/data/labels/dataset-edits.ts';
import type { LabelOption } from '../../core/data/labels/label-drop.ts';
import { plural } from '../charts/format.ts';
import type { Drop } from './arrange-data.ts';

export interface Relabelling {
  /** Its place among the drops. */
  drop: number;
  /** Ids of the ways before and after. */
  from: string;
  to: string;
  /** The edits under the way that is not shown: before a step that was made, after one that was taken back. */
  edits: EditHistory;
  sentence: string;
}

export interface Relabellings {
  /** Made, the newest last. */
  past: readonly Relabelling[];
  /** Taken back, the next to be made again last. */
  future: readonly Relabelling[];
}

export const NO_RELABELLINGS: Relabellings = { past: [], future: [] };

/** The way that gives a drop its classes now; undefined where there is no choice. */
export function wayOf({ labels, labeling }: Drop): LabelOption | undefined {
  return labels?.options.find(({ id }) => id === labeling) ?? labels?.options[0];
}

/** The step from what labels a drop now to another way. A new step ends what could be made again. */
export function relabelling(drop: number, from: LabelOption, to: LabelOption, edits: EditHistory): Relabelling {
  const aside = edits.done.length > 0 ? `; ${plural(edits.done.length, 'change')} put aside with them` : '';
  return { drop, from: from.id, to: to.id, edits, sentence: `Classes from ${to.title} in place of ${from.title}${aside}.` };
}

/** @param edits under the way that is left; null when there is nothing to take back */
export function stepBack({ past, future }: Relabellings, edits: EditHistory): { step: Relabelling; left: Relabellings } | null {
  const step = past.at(-1);
  return step ? { step, left: { past: past.slice(0, -1), future: [...future, { ...step, edits }] } } : null;
}

/** @param edits under the way that is left; null when there is nothing to make again */
export function stepForward({ past, future }: Relabellings, edits: EditHistory): { step: Relabelling; left: Relabellings } | null {
  const step = future.at(-1);
  return step ? { step, left: { past: [...past, { ...step, edits }], future: future.slice(0, -1) } } : null;
}
