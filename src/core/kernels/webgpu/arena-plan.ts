/**
 * @file Where everything of a training run lies in its arenas, as tables of whole numbers that the arena programs read. Arenas:
 * `values` (trained parameters first, then what is frozen but merged), `gradients` (one place for each weight by which the loss is
 * differentiated), `merged` (Ŵ of every layer with a pathway). Places are counted in vec4 (four values); every view starts at a
 * multiple of 16 vec4, one block.
 */
import { ARENA_STEP, type Arena } from '../../tensor/arena.ts';

/** vec4 in a block: no two views share one. */
export const BLOCK = ARENA_STEP / 4;
/** Marks a parameter whose gradient is taken as it is. */
export const NO_SCALE = 0xffffffff;
/** Words of a row in the tables of `trainedTable` and `layerTable`. */
export const ROW = 8;
/** Values that one workgroup sums in the first pass of ∂λ. */
export const CHUNK = 4096;

/** A trained parameter. */
export interface TrainedPlace {
  name: string;
  /** Name in the gradient arena: its own, or for an auxiliary weight the target's. */
  gradient: string;
  /** For an auxiliary weight: number of its first λ, and values that share one λ. */
  scale: { first: number; groupSize: number } | null;
  rateFactor: number;
  weightDecay: number;
}

/** A layer with a pathway. */
export interface MergedPlace {
  weight: string;
  aux: string;
  scale: string;
  /** Number of its first λ among all. */
  first: number;
  /** How many λ it has. */
  count: number;
}

/** Rows [place of gradient, first λ, values a λ, rate factor, decay, place, 0, 0], then for every block of the trained part its row. */
export function trainedTable(values: Arena, gradients: Arena, trained: readonly TrainedPlace[]): { words: Uint32Array; blocks: number } {
  const blocks = blocksOf(values, trained.at(-1)?.name);
  const words = new Uint32Array(trained.length * ROW + blocks);
  const floats = new Float32Array(words.buffer);
  trained.forEach(({ name, gradient, scale, rateFactor, weightDecay }, row) => {
    const at = row * ROW;
    words.set([gradients.offsets[gradient]! / 4, scale?.first ?? NO_SCALE, scale?.groupSize ?? 1], at);
    floats.set([rateFactor, weightDecay], at + 3);
    words[at + 5] = values.offsets[name]! / 4;
    words.fill(row, trained.length * ROW + values.offsets[name]! / ARENA_STEP, trained.length * ROW + blocksOf(values, name));
  });
  return { words, blocks };
}

/** Rows [place in merged, of W, of W_aux, of λ, first λ, values a λ, λ, 0], then for every block of the merged arena its row. */
export function layerTable(values: Arena, merged: Arena, layers: readonly MergedPlace[]): Uint32Array {
  const words = new Uint32Array(layers.length * ROW + merged.length / ARENA_STEP);
  layers.forEach(({ weight, aux, scale, first, count }, row) => {
    const places = [merged.offsets[weight]!, values.offsets[weight]!, values.offsets[aux]!, values.offsets[scale]!].map(
      (place) => place / 4,
    );
    words.set([...places, first, merged.views[weight]!.size / count, count], row * ROW);
    words.fill(row, layers.length * ROW + merged.offsets[weight]! / ARENA_STEP, layers.length * ROW + blocksOf(merged, weight));
  });
  return words;
}

/** What is summed to ∂λ: rows [place of G, of W_aux, values] in single values for each chunk; rows [first chunk, chunks, place of ∂λ] for each λ. */
export function scaleTables(values: Arena, gradients: Arena, layers: readonly MergedPlace[]): { chunks: Uint32Array; sums: Uint32Array } {
  const chunks: number[] = [];
  const sums: number[] = [];
  for (const { weight, aux, scale, count } of layers) {
    const groupSize = gradients.views[weight]!.size / count;
    for (let group = 0; group < count; group++) {
      const first = chunks.length / 3;
      for (let from = 0; from < groupSize; from += CHUNK) {
        const at = group * groupSize + from;
        chunks.push(gradients.offsets[weight]! + at, values.offsets[aux]! + at, Math.min(CHUNK, groupSize - from));
      }
      sums.push(first, chunks.length / 3 - first, gradients.offsets[scale]! + group);
    }
  }
  return { chunks: Uint32Array.from(chunks), sums: Uint32Array.from(sums) };
}

/** Blocks from the arena's start to the end of a view. */
function blocksOf(arena: Arena, name: string | undefined): number {
  return name === undefined ? 0 : Math.ceil((arena.offsets[name]! + arena.views[name]!.size) / ARENA_STEP);
}
