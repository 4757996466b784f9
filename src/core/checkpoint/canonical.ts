/**
 * @file A family's tensors → canonical ones: renames, joins separate q, k, v to one matrix with rows Q|K|V, drops the last
 * axis of convolutions of width 1. Works on names and shapes, so that a header is enough; `assemble` does it to numbers.
 */
import type { Family } from '../m2pt/encoder-config.ts';
import type { HostParams, HostTensor } from '../tensor/params.ts';
import { wrapperPrefix } from './detect-family.ts';
import { toCanonicalName, whatAside } from './name-table.ts';
import { NAME_TABLES } from './name-tables.ts';

/** How one canonical tensor is made: pieces under each other on the first axis; null is a piece of zeros. */
export interface Assembly {
  shape: number[];
  /** Names in the file. */
  pieces: (string | null)[];
}

export interface CanonicalNames {
  tensors: Map<string, Assembly>;
  /** Names in the file that the family's table knows and does not use, with what they are. */
  aside: Map<string, string>;
  /** Names in the file that no table knows. */
  unknown: string[];
  /** Canonical names that two tensors of the file claim. */
  twice: string[];
}

type Shapes = Iterable<readonly [name: string, shape: readonly number[]]>;

/** Beside a linear of an un-merged pathway: `….aux_weight`, `….cross_modal_scale`, named after the target's weight. */
const PATHWAY = /\.(aux_weight|cross_modal_scale)$/;
const QKV_PART = /^(.*\.attn)\.q\.(weight|bias)$/;

/** @param shapes of all tensors in the file, by the file's names */
export function canonicalNames(shapes: Shapes, family: Family): CanonicalNames {
  const table = NAME_TABLES[family];
  const rename = toCanonicalName(table);
  const given = [...shapes];
  const prefix = wrapperPrefix(given.map(([name]) => name));
  const found: CanonicalNames = { tensors: new Map(), aside: new Map(), unknown: [], twice: [] };
  for (const [file, shape] of given) {
    const name = file.slice(prefix.length);
    const pathway = PATHWAY.exec(name)?.[1];
    const plain = rename(pathway ? name.replace(PATHWAY, '.weight') : name);
    const canonical = plain && pathway ? plain.replace(/\.weight$/, `.${pathway}`) : plain;
    const what = canonical ? null : whatAside(table, name);
    if (canonical && found.tensors.has(canonical)) found.twice.push(canonical);
    else if (canonical) found.tensors.set(canonical, { shape: canonicalShape(canonical, shape, table.pointwise), pieces: [file] });
    else if (what) found.aside.set(file, what);
    else found.unknown.push(file);
  }
  joinQkv(found.tensors);
  return found;
}

function canonicalShape(canonical: string, shape: readonly number[], pointwise: RegExp | undefined): number[] {
  return pointwise?.test(canonical) && shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : [...shape];
}

/** Replaces `attn.q`, `attn.k`, `attn.v` by `attn.qkv` where they are complete; a key bias may be absent, it is zero. */
function joinQkv(tensors: Map<string, Assembly>): void {
  for (const name of [...tensors.keys()]) {
    const [, path, leaf] = QKV_PART.exec(name) ?? [];
    if (!path) continue;
    const parts = ['q', 'k', 'v'].map((part) => `${path}.${part}.${leaf}`);
    const [q, k, v] = parts.map((part) => tensors.get(part));
    if (!q || !v || (!k && leaf === 'weight') || tensors.has(`${path}.qkv.${leaf}`)) continue;
    if (String(q.shape) !== String(v.shape) || (k && String(k.shape) !== String(q.shape))) continue;
    for (const part of parts) tensors.delete(part);
    tensors.set(`${path}.qkv.${leaf}`, {
      shape: [3 * q.shape[0]!, ...q.shape.slice(1)],
      pieces: [q.pieces[0]!, k?.pieces[0] ?? null, v.pieces[0]!],
    });
  }
}

/**
 * @param read one tensor of the file by name
 * @returns the canonical tensor; shares memory with what `read` gave where there is one piece
 */
export async function assemble({ shape, pieces }: Assembly, read: (file: string) => Promise<HostTensor>): Promise<HostTensor> {
  if (pieces.length === 1) return { shape, data: (await read(pieces[0]!)).data };
  const data = new Float32Array(shape.reduce((product, dim) => product * dim, 1));
  const step = data.length / pieces.length;
  for (const [index, piece] of pieces.entries()) if (piece) data.set((await read(piece)).data, index * step);
  return { shape, data };
}

/**
 * The same for tensors in memory, also for gradients, which go by the names of their parameters. What the family's table
 * does not use is left out.
 */
export async function canonicalParams(tensors: HostParams, family: Family): Promise<HostParams> {
  const shapes = Object.entries(tensors).map(([name, { shape }]) => [name, shape] as const);
  const params: HostParams = {};
  for (const [name, assembly] of canonicalNames(shapes, family).tensors)
    params[name] = await assemble(assembly, async (file) => tensors[file]!);
  return params;
}
