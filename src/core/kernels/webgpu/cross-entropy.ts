/**
 * @file Softmax cross-entropy with soft targets, loss and gradient in one dispatch: L = −1/B·Σ t·log softmax(z), dz = (softmax(z)·Σt − t)/B.
 * One workgroup; each invocation takes every so-manieth row [C], and the rows' losses are summed in a fixed tree. Logits are shifted by
 * their maximum, so that large ones do not overflow; a NaN among them stays one. Tolerance: rounding.
 */

import type * as tf from '../../tensor/tf.ts';
import { type Program, runProgram } from '../../tensor/webgpu-run.ts';
import type { Tiles } from './tile-tables.ts';
import { buffers, MAIN, once, sumOverThreads, uniforms } from './wgsl.ts';

export function crossEntropy(tiles: Tiles, logits: tf.Tensor, targets: tf.Tensor): { loss: tf.Tensor; gradient: tf.Tensor } {
  const [batch, classes] = logits.shape as [number, number];
  const [loss, gradient] = runProgram({
    program: once(`cross-entropy ${tiles.sumThreads}`, () => program(tiles.sumThreads)),
    inputs: [logits, targets],
    outputs: [[], [batch, classes]],
    uniforms: uniforms(batch, classes),
    workgroups: 1,
  }) as [tf.Tensor, tf.Tensor];
  return { loss, gradient };
}

const program = (threads: number): Program => ({
  name: 'cross-entropy',
  code: `${buffers(['logits: f32', 'targets: f32'], ['loss: f32', 'gradient: f32'], 'batch: u32, classes: u32, pad0: u32, pad1: u32')}
var<workgroup> sums: array<f32, ${threads}>;
${MAIN(threads)}
  var own = 0.0;
  for (var row = group * ${threads}u + local; row < u.batch; row += ${threads}u) {
    let at = row * u.classes;
    var highest = logits[at];
    for (var c = 1u; c < u.classes; c++) { highest = max(highest, logits[at + c]); }
    var total = 0.0;
    var share = 0.0;
    for (var c = 0u; c < u.classes; c++) { total += exp(logits[at + c] - highest); share += targets[at + c]; }
    let logTotal = log(total);
    let batch = f32(u.batch);
    for (var c = 0u; c < u.classes; c++) {
      let shifted = logits[at + c] - highest;
      let t = targets[at + c];
      own += t * (logTotal - shifted);
      gradient[at + c] = (exp(shifted) / total * share - t) / batch;
    }
  }
  ${sumOverThreads('sums', threads, 'own', 'all')}
  if (local == 0u) { loss[0] = all / f32(u.batch); }
}`,
});
