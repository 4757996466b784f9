/**
 * @file Prefix tokens (cls, dist) and positions: what stands between a tokenizer's tokens and the first block.
 * Sources: ViT Eq. 1 (learned, prefix included), VideoMAE (fixed table over the flat index), Point-MAE (an MLP over the
 * centres, added again before every block).
 */
import { linear, linearActivation } from '../kernels/linear.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { tokenCount, tokenGrid } from '../m2pt/plain-shape.ts';
import { type HostParams, mapParams, type Params } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';
import * as tf from '../tensor/tf.ts';
import { centresOf } from '../tokenizers/points.ts';
import { constant, sinCosPositions, truncatedNormal } from './init.ts';

/** Deviation of fresh tokens and positions, as ViT and MAE draw them. */
const STD = 0.02;
/** Hidden width of Point-MAE's position MLP. */
const MLP_WIDTH = 128;

/** Names and shapes of prefix tokens and positions, in order. */
export function positionShapes(config: EncoderConfig): Record<string, number[]> {
  const { embedDim: D, prefixTokens, positions } = config;
  const prefix = Object.fromEntries(prefixTokens.map((token) => [`${token}_token`, [1, 1, D]]));
  switch (positions) {
    case 'learned':
      return { ...prefix, pos_embed: [1, prefixTokens.length + tokenCount(config), D] };
    case 'sinusoid':
      return prefix;
    case 'mlp':
      return {
        ...prefix,
        ...Object.fromEntries(prefixTokens.map((token) => [`${token}_pos`, [1, 1, D]])),
        'pos_embed.0.weight': [MLP_WIDTH, 3],
        'pos_embed.0.bias': [MLP_WIDTH],
        'pos_embed.2.weight': [D, MLP_WIDTH],
        'pos_embed.2.bias': [D],
      };
    default:
      return positions satisfies never;
  }
}

/**
 * Fresh values. Learned tables begin as MAE's sine-cosine table on a grid of two axes and as VideoMAE's on one of three, with rows of 0
 * for the prefix: from small random numbers a short run hardly tells places apart. The rest is normal with σ 0.02; biases 0.
 */
export function initPositions(config: EncoderConfig, rng: Rng): HostParams {
  const grid = tokenGrid(config);
  return mapParams(positionShapes(config), (shape, name) => {
    if (name === 'pos_embed') {
      const { embedDim: D, prefixTokens } = config;
      const table = constant(shape, 0);
      const places = grid.length === 2 ? sinCosPositions(grid[0]!, grid[1]!, D).data : sinusoidPositions(tokenCount(config), D);
      table.data.set(places, prefixTokens.length * D);
      return table;
    }
    if (shape.length === 1) return constant(shape, 0);
    return truncatedNormal(shape, name.endsWith('.weight') ? shape[1]! ** -0.5 : STD, rng);
  });
}

export interface Placed {
  /** [B·(prefix + N), D]. */
  x: tf.Tensor;
  /** To add before every block, [B·(prefix + N), D]; null where positions are in `x` already. */
  again: tf.Tensor | null;
}

/**
 * Puts the prefix before the tokens of every sample and adds positions.
 * @param tokens [B·N, D]
 * @param input what the tokens were made of; Point-MAE's centres are read from it
 * @returns tensors of the caller's tidy
 */
export function place(params: Params, config: EncoderConfig, tokens: tf.Tensor, input: tf.Tensor): Placed {
  const { embedDim: D, prefixTokens, positions } = config;
  const batch = input.shape[0] as number;
  const count = prefixTokens.length;
  const apart = tf.reshape(tokens, [batch, -1, D]); // [B, N, D]
  const total = count + (apart.shape[1] as number);
  const flat = (x: tf.Tensor) => tf.reshape(x, [-1, D]);
  // Room for the prefix as zeros: the tokens themselves come with the table that is added, so nothing is copied a sample.
  const behind = (x: tf.Tensor) =>
    count
      ? tf.pad(x, [
          [0, 0],
          [count, 0],
          [0, 0],
        ])
      : x; // [B, prefix + N, D]
  const inFront = (names: string[]) =>
    tf.pad(
      tf.concat(
        names.map((name) => params[name]!),
        1,
      ),
      [
        [0, 0],
        [0, total - count],
        [0, 0],
      ],
    ); // [1, prefix + N, D]
  const prefix = count ? inFront(prefixTokens.map((token) => `${token}_token`)) : null;
  switch (positions) {
    case 'learned':
    case 'sinusoid': {
      const table = positions === 'learned' ? params.pos_embed! : tf.tensor(sinusoidPositions(total, D), [1, total, D]);
      return { x: flat(tf.add(behind(apart), prefix ? tf.add(prefix, table) : table)), again: null };
    }
    case 'mlp': {
      const hidden = linearActivation(centresOf(input), params['pos_embed.0.weight']!, params['pos_embed.0.bias']!, 'gelu'); // [B·N, 128]
      const places = tf.reshape(linear(hidden, params['pos_embed.2.weight']!, params['pos_embed.2.bias']!), [batch, -1, D]);
      if (!prefix) return { x: flat(apart), again: flat(places) };
      return {
        x: flat(tf.add(behind(apart), prefix)),
        again: flat(tf.add(behind(places), inFront(prefixTokens.map((token) => `${token}_pos`)))),
      };
    }
    default:
      return positions satisfies never;
  }
}

let table: { key: string; values: Float32Array } = { key: '', values: new Float32Array(0) };

/**
 * VideoMAE's fixed table: sin(n/10000^(2⌊j/2⌋/D)) on even channels j, the cosine on odd ones. The last table is kept: a
 * clip's has 1.2 million entries.
 * @returns row-major [rows, D]
 */
export function sinusoidPositions(rows: number, D: number): Float32Array {
  const key = `${rows}×${D}`;
  if (table.key === key) return table.values;
  const values = new Float32Array(rows * D);
  for (let j = 0; j < D; j++) {
    const wavelength = 10000 ** ((2 * Math.floor(j / 2)) / D);
    for (let n = 0; n < rows; n++) values[n * D + j] = j % 2 ? Math.cos(n / wavelength) : Math.sin(n / wavelength);
  }
  table = { key, values };
  return values;
}
