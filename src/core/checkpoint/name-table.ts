/**
 * @file How tables of names are written and looked up. A table lists a family's own names beside the canonical ones (timm's).
 * In a pattern `#` stands for a number between dots and `*` for the last part: weight, bias, running_mean, running_var.
 */

export interface NameTable {
  /** File pattern, canonical pattern. The first that fits a canonical name is the one that is written. */
  names: readonly (readonly [file: string, canonical: string])[];
  /** Names that are read and never written. */
  alsoRead?: readonly (readonly [file: string, canonical: string])[];
  /** Other spellings of the same names, rewritten one after another before `names` is asked. */
  spellings?: readonly (readonly [from: RegExp, to: string])[];
  /** Tensors that are known and not used, and what they are. */
  aside: readonly (readonly [name: RegExp, what: string])[];
  /** Canonical matrices [out, in] that the file keeps as convolutions of width 1, [out, in, 1]. */
  pointwise?: RegExp;
}

const LEAF = /\.(weight|bias|running_mean|running_var)$/;
const NUMBER = /(^|\.)(0|[1-9]\d{0,3})(?=\.|$)/;

/** A name taken apart: `blocks.3.norm1.weight` → `blocks.#.norm1.*`, 3, weight. */
function takeApart(name: string): { pattern: string; number: string; leaf: string } {
  const leaf = LEAF.exec(name)?.[1] ?? '';
  const stem = leaf ? name.slice(0, -leaf.length - 1) : name;
  const number = NUMBER.exec(stem)?.[2] ?? '';
  const path = number ? stem.replace(NUMBER, '$1#') : stem;
  return { pattern: leaf ? `${path}.*` : path, number, leaf };
}

/** A function from names that fit one side of `pairs` to the other side; null for the rest. */
function lookup(pairs: Iterable<readonly [from: string, to: string]>): (name: string) => string | null {
  const table = new Map<string, string>();
  for (const [from, to] of pairs) if (!table.has(from)) table.set(from, to);
  return (name) => {
    const exact = table.get(name); // patterns that spell their last part out, `blocks.#.attn.qkv.weight`, come below
    if (exact !== undefined && !exact.includes('#')) return exact;
    const { pattern, number, leaf } = takeApart(name);
    const to = table.get(pattern) ?? (leaf ? table.get(pattern.replace(/\*$/, leaf)) : undefined);
    return to === undefined ? null : to.replace('#', number).replace(/\*$/, leaf);
  };
}

/** File name → canonical name; null where the table has none. */
export function toCanonicalName({ names, alsoRead = [], spellings = [] }: NameTable): (file: string) => string | null {
  const find = lookup([...names, ...alsoRead]);
  return (file) => find(spell(file, spellings));
}

/** Canonical name → the name that this family writes; null where it has none. */
export function toFileName({ names }: NameTable): (canonical: string) => string | null {
  return lookup(names.map(([file, canonical]) => [canonical, file] as const));
}

/** What a name that the table does not use is; null where the table does not know it. */
export function whatAside(table: NameTable, file: string): string | null {
  const name = spell(file, table.spellings ?? []);
  return table.aside.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

function spell(name: string, spellings: readonly (readonly [RegExp, string])[]): string {
  return spellings.reduce((text, [from, to]) => text.replace(from, to), name);
}
