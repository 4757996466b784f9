/**
 * @file How a checkpoint's names are sorted once its shape is known: used, set aside with a reason, or standing where ignoring
 * them would change the result.
 */
import type { CanonicalNames } from './canonical.ts';

/** Parts of the model that nothing may be missing from or added to, under canonical names. */
const BODY = /^(blocks\.|patch_embed\.|(cls|dist)_(token|pos)$|pos_embed)/;
/** Unknown names in these places take part in the forward pass: layer scale, q/k norms, register tokens, hybrid stems. */
const TAKES_PART =
  /(^|\.)(blocks|layers?|resblocks)\.\d+\.|(^|\.)(embeddings|patch_embed)\.|reg_token|norm_pre|attn_pool|rel_pos|pos_embed|pre_logits/;

export interface SortedNames {
  /** Not used, by the file's name, with what each is. */
  aside: Map<string, string>;
  /** Not used and in no table; harmless by their place. */
  unknown: string[];
  /** Would change the result if it were ignored. */
  refused: string[];
}

/** @param used canonical names that are taken */
export function sortNames({ tensors, aside, unknown }: CanonicalNames, used: ReadonlySet<string>): SortedNames {
  const sorted: SortedNames = { aside: new Map(aside), unknown: [], refused: [] };
  for (const name of unknown) (TAKES_PART.test(name) && !/^decoder/.test(name) ? sorted.refused : sorted.unknown).push(name);
  for (const [canonical, { pieces }] of tensors) {
    if (used.has(canonical)) continue;
    const files = pieces.filter((piece) => piece !== null);
    if (BODY.test(canonical)) sorted.refused.push(...files);
    else for (const file of files) sorted.aside.set(file, canonical.startsWith('norm.') ? 'the final norm of pretraining' : 'another head');
  }
  return sorted;
}

/** “the decoder (132 tensors), the mask token”. */
export function asideText(aside: ReadonlyMap<string, string>): string {
  const counts = new Map<string, number>();
  for (const what of aside.values()) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => (count === 1 ? what : `${what} (${count} tensors)`)).join(', ');
}

/** The first few of a list, and how many more there are. */
export function listed(items: readonly string[], most = 4): string {
  const rest = items.length > most ? `, and ${items.length - most} more` : '';
  return items.slice(0, most).join('; ') + rest;
}
