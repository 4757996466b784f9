/**
 * @file Ŵ = W + λ·W_aux of many linears (M2PT §3.2, Eq. 6): each binds four buffers, so a dispatch takes a quarter of what the device binds.
 * A workgroup belongs to one linear; an invocation computes one number, or a vector of four where no group of rows is cut by it. Tolerance: one rounding.
 */

import type * as tf from '../../tensor/tf.ts';
import { type Program, runProgram, storageBufferLimit } from '../../tensor/webgpu-run.ts';
import type { CrossModalLinear } from '../kernel-set.ts';
import { buffers, each, MAIN, once, range, startsOf, uniforms } from './wgsl.ts';

const THREADS = 64;

/** @returns Ŵ of every layer, owned by the caller */
export function merge(layers: readonly CrossModalLinear[]): tf.Tensor[] {
  const atOnce = Math.max(1, Math.floor(storageBufferLimit() / 4));
  const merged: tf.Tensor[] = [];
  for (let from = 0; from < layers.length; from += atOnce) {
    const some = layers.slice(from, from + atOnce);
    const vector = some.every(({ weight, scale }) => (weight.size / scale.size) % 4 === 0);
    const counts = some.map(({ weight }) => weight.size / (vector ? 4 : 1));
    const ends = startsOf(counts.map((count) => Math.ceil(count / THREADS)));
    merged.push(
      ...runProgram({
        program: once(`merge ${some.length} ${vector}`, () => program(some.length, vector)),
        inputs: some.flatMap(({ weight, aux, scale }) => [weight, aux, scale]),
        outputs: some.map(({ weight }) => weight.shape),
        uniforms: uniforms(...some.flatMap(({ scale }, i) => [ends[i]!, ends[i + 1]!, counts[i]!, counts[i]! / scale.size])),
        workgroups: ends.at(-1)!,
      }),
    );
  }
  return merged;
}

function program(count: number, vector: boolean): Program {
  const type = vector ? 'vec4f' : 'f32';
  const layer = (i: number) => `if (group >= u.slots[${i}].x && group < u.slots[${i}].y) {
    let at = (group - u.slots[${i}].x) * ${THREADS}u + local;
    if (at < u.slots[${i}].z) { merged${i}[at] = weight${i}[at] + scale${i}[at / u.slots[${i}].w] * aux${i}[at]; }
  }`;
  return {
    name: 'cross-modal merge',
    code: `${buffers(
      range(count).flatMap((i) => [`weight${i}: ${type}`, `aux${i}: ${type}`, `scale${i}: f32`]),
      range(count).map((i) => `merged${i}: ${type}`),
      `slots: array<vec4u, ${count}>`,
    )}
${MAIN(THREADS)}
  ${each(count, layer)}
}`,
  };
}
