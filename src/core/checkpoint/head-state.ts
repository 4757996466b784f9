/**
 * @file The head that a file brings: whole, absent, or there and of no use. An unusable head hinders no training, which makes a
 * new one, but a prediction must not pass features off as logits.
 */
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { headShapes } from '../m2pt/head.ts';
import type { CanonicalNames } from './canonical.ts';
import { listed } from './checkpoint-names.ts';

export interface HeadState {
  /** Canonical names and shapes, where the head is complete. */
  shapes: Record<string, number[]> | null;
  /** Why a head that is there cannot be used, as phrases; null where it can, or there is none. */
  problem: string | null;
}

/** Canonical parts of a head, and names that other tools give to one. */
const PART = /^head(_dist|_norm)?\./;
const FOREIGN_PART = /^(head|classifier|fc|cls_head\w*)\./;

/**
 * @param numClasses rows of the last linear; 0 without one
 * @param prefix of all names in the file, see `wrapperPrefix`
 */
export function headState({ tensors, unknown }: CanonicalNames, config: EncoderConfig, numClasses: number, prefix: string): HeadState {
  if (numClasses) {
    const shapes = headShapes(config, numClasses);
    const wrong = Object.entries(shapes).flatMap(([name, shape]) => {
      const found = tensors.get(name)?.shape;
      if (!found) return [`“${name}” is missing`];
      return String(found) === String(shape) ? [] : [`“${name}” is ${found.join('×') || 'one number'}, expected ${shape.join('×')}`];
    });
    return wrong.length ? { shapes: null, problem: listed(wrong) } : { shapes, problem: null };
  }
  const parts = [...tensors.keys()].filter((name) => PART.test(name));
  if (parts.length) return { shapes: null, problem: `its last matrix is missing beside ${listed(quoted(parts))}` };
  const foreign = unknown.filter((name) => FOREIGN_PART.test(name.slice(prefix.length)));
  return { shapes: null, problem: foreign.length ? `these names are not this family’s: ${listed(quoted(foreign))}` : null };
}

function quoted(names: readonly string[]): string[] {
  return names.map((name) => `“${name}”`);
}
