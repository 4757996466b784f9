/**
 * @file WGSL of the operations over a whole arena: merge, ∂λ, gradient norm, AdamW, and the row of figures. Each thread takes one vec4
 * (merge, AdamW: memory-bound, one pass) or sums along a strided range (norm, ∂λ: two passes in a fixed order, so that results repeat).
 * Views are padded with zeros to whole blocks, and zeros stay zeros under all of these.
 *
 * `state`: 0 η, 1 1/(1−β₁ᵗ), 2 1/√(1−β₂ᵗ), 3 largest norm (0: no clipping), all written by the CPU at each step; 4 gradient norm,
 * 5 the factor of clipping; from 6 every λ as it was when Ŵ was built.
 */

import type { Program } from '../../tensor/webgpu-run.ts';
import { ADAM } from '../adam-constants.ts';
import { BLOCK, NO_SCALE, ROW } from './arena-plan.ts';
import { buffers, MAIN, sumOverThreads } from './wgsl.ts';

export const STATE = { gradientNorm: 4, clipFactor: 5, scales: 6 } as const;
/** Threads of a workgroup. */
export const THREADS = 64;
/** Threads that sum the partial sums. */
const SUM_THREADS = 64;

/** Ŵ = W + λ·W_aux for every layer; inputs values, table; outputs merged, state (takes the λ). */
export const MERGE: Program = {
  name: 'merge of all layers',
  code: `${buffers(['values: vec4f', 'table: u32'], ['merged: vec4f', 'state: f32'], 'layers: u32, size: u32')}
${MAIN(THREADS)}
  let i = group * ${THREADS}u + local;
  if (i >= u.size) { return; }
  let row = table[u.layers * ${ROW}u + i / ${BLOCK}u] * ${ROW}u;
  let at = i - table[row];
  var scale = vec4f();
  for (var c = 0u; c < 4u; c++) {
    let element = at * 4u + c;
    let size = table[row + 5u];
    let part = min(element / size, table[row + 6u] - 1u); // padding behind the last row counts to the last λ
    let place = table[row + 3u] * 4u + part;
    scale[c] = values[place / 4u][place % 4u];
    if (element == part * size) { state[${STATE.scales}u + table[row + 4u] + part] = scale[c]; }
  }
  merged[i] = values[table[row + 1u] + at] + scale * values[table[row + 2u] + at];
}`,
};

/** Σ G·W_aux over each chunk; inputs gradients, values, chunks; output partial sums. One workgroup a chunk. */
export const SCALE_CHUNKS: Program = {
  name: '∂λ, sums of chunks',
  code: `${buffers(['gradients: f32', 'values: f32', 'chunks: u32'], ['partial: f32'], 'count: u32')}
var<workgroup> shared_sums: array<f32, ${THREADS}>;
${MAIN(THREADS)}
  if (group >= u.count) { return; }
  let g = chunks[group * 3u];
  let a = chunks[group * 3u + 1u];
  let size = chunks[group * 3u + 2u];
  var sum = 0.0;
  for (var i = local; i < size; i += ${THREADS}u) { sum += gradients[g + i] * values[a + i]; }
  ${sumOverThreads('shared_sums', THREADS, 'sum', 'total')}
  if (local == 0u) { partial[group] = total; }
}`,
};

/** ∂λ of each λ from its chunks; inputs partial sums, sums; output gradients. One thread a λ. */
export const SCALE_SUMS: Program = {
  name: '∂λ',
  code: `${buffers(['partial: f32', 'sums: u32'], ['gradients: f32'], 'count: u32')}
${MAIN(THREADS)}
  let i = group * ${THREADS}u + local;
  if (i >= u.count) { return; }
  let first = sums[i * 3u];
  var sum = 0.0;
  for (var at = 0u; at < sums[i * 3u + 1u]; at++) { sum += partial[first + at]; }
  gradients[sums[i * 3u + 2u]] = sum;
}`,
};

/** Gradient of vec4 \`i\` of the trained part: G, times λ for an auxiliary weight. */
const GRADIENT = `fn gradientOf(i: u32) -> vec4f {
  let row = table[u.rows * ${ROW}u + i / ${BLOCK}u] * ${ROW}u;
  let at = i - table[row + 5u];
  let g = gradients[table[row] + at];
  let first = table[row + 1u];
  if (first == ${NO_SCALE}u) { return g; }
  var scale = vec4f();
  for (var c = 0u; c < 4u; c++) {
    scale[c] = state[min(${STATE.scales}u + first + (at * 4u + c) / table[row + 2u], arrayLength(&state) - 1u)];
  }
  return g * scale;
}`;

/** Σ‖g‖² of strided parts; inputs gradients, table, state; output partial sums, one a workgroup. */
export const NORM_PARTS: Program = {
  name: 'gradient norm, partial sums',
  code: `${buffers(['gradients: vec4f', 'table: u32', 'state: f32'], ['partial: f32'], 'rows: u32, size: u32, groups: u32')}
var<workgroup> shared_sums: array<f32, ${THREADS}>;
${GRADIENT}
${MAIN(THREADS)}
  if (group >= u.groups) { return; }
  var sum = 0.0;
  for (var i = group * ${THREADS}u + local; i < u.size; i += u.groups * ${THREADS}u) {
    let g = gradientOf(i);
    sum += dot(g, g);
  }
  ${sumOverThreads('shared_sums', THREADS, 'sum', 'total')}
  if (local == 0u) { partial[group] = total; }
}`,
};

/** Norm and factor of clipping; input partial sums; output state. One workgroup. */
export const NORM: Program = {
  name: 'gradient norm',
  code: `${buffers(['partial: f32'], ['state: f32'], 'groups: u32')}
var<workgroup> shared_sums: array<f32, ${SUM_THREADS}>;
${MAIN(SUM_THREADS)}
  var sum = 0.0;
  for (var i = local; i < u.groups; i += ${SUM_THREADS}u) { sum += partial[i]; }
  ${sumOverThreads('shared_sums', SUM_THREADS, 'sum', 'total')}
  if (local == 0u && group == 0u) {
    let norm = sqrt(total);
    let factor = state[3] / (norm + 1e-6);
    state[${STATE.gradientNorm}] = norm;
    state[${STATE.clipFactor}] = select(1.0, factor, state[3] > 0.0 && !(factor >= 1.0));
  }
}`,
};

/** One AdamW update of every trained parameter (see reference/adamw.ts); inputs gradients, table, state; outputs values, moments (m, then v). */
export const ADAMW: Program = {
  name: 'AdamW',
  code: `${buffers(['gradients: vec4f', 'table: u32', 'state: f32'], ['values: vec4f', 'moments: vec4f'], 'rows: u32, size: u32')}
${GRADIENT}
${MAIN(THREADS)}
  let i = group * ${THREADS}u + local;
  if (i >= u.size) { return; }
  let row = table[u.rows * ${ROW}u + i / ${BLOCK}u] * ${ROW}u;
  let rate = state[0] * bitcast<f32>(table[row + 3u]);
  let g = gradientOf(i) * state[${STATE.clipFactor}];
  let m = ${ADAM.beta1} * moments[i] + ${1 - ADAM.beta1} * g;
  let v = ${ADAM.beta2} * moments[u.size + i] + ${1 - ADAM.beta2} * g * g;
  moments[i] = m;
  moments[u.size + i] = v;
  let decayed = values[i] * (1.0 - rate * bitcast<f32>(table[row + 4u]));
  values[i] = decayed - rate * state[1] * m / (sqrt(v) * state[2] + ${ADAM.epsilon});
}`,
};

/** The row [loss, norm, λ…]; inputs loss, state, values, places of the λ; output the row. */
export const FIGURES: Program = {
  name: 'figures of the step',
  code: `${buffers(['loss: f32', 'state: f32', 'values: f32', 'places: u32'], ['row: f32'], 'scales: u32')}
${MAIN(THREADS)}
  let i = group * ${THREADS}u + local;
  if (i == 0u) { row[0] = loss[0]; row[1] = state[${STATE.gradientNorm}]; }
  if (i < u.scales) { row[2u + i] = values[places[i]]; }
}`,
};
