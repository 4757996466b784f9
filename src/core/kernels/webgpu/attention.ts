/**
 * @file Multi-head attention on packed qkv [B·T, 3D], forward: out = softmax(q·kᵀ/√Dh)·v by online softmax (Milakov & Gimelshein 2018; as
 * FlashAttention, Dao et al. 2022). Each invocation keeps a few queries and their sums in registers and walks over the keys; when a larger
 * score appears, what was summed is scaled down. Keeps the log-sum-exp of each query, [B·H, T]; no matrix of T×T. One dispatch; on a GPU a
 * workgroup shares tiles of at most 64 keys and values. Tolerance: rounding; scores are scaled before the product, not after.
 */

import type * as tf from '../../tensor/tf.ts';
import { type Program, runProgram } from '../../tensor/webgpu-run.ts';
import type { Forward } from '../kernel-set.ts';
import * as reference from '../reference/attention.ts';
import { backward } from './attention-backward.ts';
import { type AttentionShape, bufferType, dots, headReader, headWriter, place, tileMemory, vectorsOf, walk } from './attention-text.ts';
import type { Tiles } from './tile-tables.ts';
import { buffers, each, MAIN, once, uniforms } from './wgsl.ts';

/** Wider heads would not fit the registers: they take the reference's way. */
const WIDEST_HEAD = 128;

export function attention(tiles: Tiles, qkv: tf.Tensor, batch: number, heads: number): Forward {
  const [rows, packed] = qkv.shape as [number, number];
  const width = packed / 3 / heads;
  if (width > WIDEST_HEAD) return reference.attention(qkv, batch, heads);
  const shape = shapeOf(tiles, width, rows / batch);
  const { blocks, groups } = cut(shape, batch, heads, rows / batch);
  const [y, lse] = runProgram({
    program: once(`attention ${Object.values(shape)}`, () => forward(shape)),
    inputs: [qkv],
    outputs: [
      [rows, packed / 3],
      [batch * heads, rows / batch],
    ],
    uniforms: uniforms(rows / batch, heads, blocks, batch * heads),
    workgroups: groups,
  }) as [tf.Tensor, tf.Tensor];
  return { y, saved: [qkv, y, lse] };
}

export function attentionGradient(tiles: Tiles, dy: tf.Tensor, saved: readonly tf.Tensor[], batch: number, heads: number): tf.Tensor {
  if (saved.length !== 3) return reference.attentionGradient(dy, saved, batch, heads);
  const [qkv, y, lse] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [rows, packed] = qkv.shape as [number, number];
  const shape = shapeOf(tiles, packed / 3 / heads, rows / batch);
  const { blocks, groups } = cut(shape, batch, heads, rows / batch);
  const [gradient] = runProgram({
    program: once(`attention backward ${Object.values(shape)}`, () => backward(shape)),
    inputs: [qkv, y, lse, dy],
    outputs: [[rows, packed]],
    uniforms: uniforms(rows / batch, heads, blocks, batch * heads),
    workgroups: 2 * groups, // dq, then dk and dv
  }) as [tf.Tensor];
  return gradient;
}

/** Shared: no more invocations than the blocks of a sample need, 8 to `threads`. Alone: half the tokens where heads are wide, for the driver's sake. */
function shapeOf({ attention: { tokens, threads, shared } }: Tiles, width: number, length: number): AttentionShape {
  if (!shared) return { width, tokens: width > 32 ? Math.ceil(tokens / 2) : tokens, threads, shared };
  const blocks = Math.ceil(length / (tokens * threads));
  return { width, tokens, threads: Math.max(8, Math.min(threads, 2 ** Math.ceil(Math.log2(length / blocks / tokens)))), shared };
}

/** Blocks of tokens in a sample, and workgroups for all of them. */
function cut(
  { tokens, threads, shared }: AttentionShape,
  batch: number,
  heads: number,
  length: number,
): { blocks: number; groups: number } {
  const blocks = Math.ceil(length / (shared ? tokens * threads : tokens));
  return { blocks, groups: shared ? batch * heads * blocks : Math.ceil((batch * heads * blocks) / threads) };
}

function forward(shape: AttentionShape): Program {
  const { width, tokens, threads, shared } = shape;
  const vectors = vectorsOf(width);
  const body = `${each(
    tokens,
    (i) =>
      `let s${i} = ${dots(
        (d) => `q${i}_${d}`,
        (d) => `a${d}`,
        vectors,
      )};`,
  )}
    if (${Array.from({ length: tokens }, (_, i) => `s${i} > m${i}`).join(' || ')}) {
      ${each(tokens, (i) => `{ let higher = max(m${i}, s${i}); let scale = exp(m${i} - higher); m${i} = higher; l${i} *= scale; ${each(vectors, (d) => `o${i}_${d} *= scale;`)} }`)}
    }
    ${each(tokens, (i) => `{ let p = exp(s${i} - m${i}); l${i} += p; ${each(vectors, (d) => `o${i}_${d} = fma(vec4f(p), b${d}, o${i}_${d});`)} }`)}`;
  return {
    name: 'attention',
    code: `${buffers([`qkv: ${bufferType(width)}`], [`y: ${bufferType(width)}`, 'lses: f32'], 'tokens: u32, heads: u32, blocks: u32, pairs: u32')}
${headReader('readQkv', 'qkv', 3, width)}
${headWriter('writeHead', 'y', 1, width)}
${tileMemory(shape)}
${MAIN(threads)}
  ${place(shape, shared ? 'group' : `(group * ${threads}u + local)`)}
  if (pair >= u.pairs) { return; }
  ${each(
    tokens,
    (i) => `let row${i} = base + min(t0 + ${i}u, u.tokens - 1u);
  var m${i} = -3.4e38; var l${i} = 0.0;
  ${each(vectors, (d) => `let q${i}_${d} = readQkv(row${i}, 0u, head, ${d}u) * ${width ** -0.5}; var o${i}_${d} = vec4f();`)}`,
  )}
  ${walk(shape, { a: (row, v) => `readQkv(${row}, 1u, head, ${v})`, b: (row, v) => `readQkv(${row}, 2u, head, ${v})`, body })}
  ${each(
    tokens,
    (i) => `if (t0 + ${i}u < u.tokens) {
    ${each(vectors, (d) => `writeHead(row${i}, 0u, head, ${d}u, o${i}_${d} / l${i});`)}
    lses[pair * u.tokens + t0 + ${i}u] = m${i} + log(l${i});
  }`,
  )}
}`,
  };
}
