/**
 * @file dy ∘ activation′, one dispatch: one number, or one vector of four where the count allows it, an invocation. Tolerance: rounding, and
 * 5e-7 absolute of erf.
 */
import type * as tf from '../../tensor/tf.ts';
import { type Program, runProgram } from '../../tensor/webgpu-run.ts';
import type { Activation } from '../kernel-set.ts';
import { GELU } from './activation-text.ts';
import { eachTask, taskGroups } from './elementwise.ts';
import { IS_NAN, once, uniforms } from './wgsl.ts';

/** dy ∘ activation′: of GELU by what stood before it, of ReLU by what came out. */
export function activationGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], activation: Activation): tf.Tensor {
  const vector = dy.size % 4 === 0;
  const count = vector ? dy.size / 4 : dy.size;
  const [dx] = runProgram({
    program: once(`gradient of ${activation} ${vector}`, () => program(activation, vector)),
    inputs: [dy, saved[0]!],
    outputs: [dy.shape],
    uniforms: uniforms(count),
    workgroups: taskGroups(count),
  }) as [tf.Tensor];
  return dx;
}

function program(activation: Activation, vector: boolean): Program {
  const type = vector ? 'vec4f' : 'f32';
  const name = activation === 'gelu' ? 'geluSlope' : 'open';
  const slope = vector ? `vec4f(${['x', 'y', 'z', 'w'].map((c) => `${name}(z.${c})`).join(', ')})` : `${name}(z)`;
  // dy · 0 where ReLU is closed, so that what is not finite in dy stays visible, as in the product with a step
  const open = `${IS_NAN}
fn open(y: f32) -> f32 { return select(select(0.0, 1.0, y > 0.0), y, isNan(y)); }`;
  return {
    name: `gradient of ${activation}`,
    code: eachTask(
      [`dy: ${type}`, `by: ${type}`],
      [`dx: ${type}`],
      'pad0: u32, pad1: u32, pad2: u32',
      `let z = by[at];
  dx[at] = dy[at] * ${slope};`,
      activation === 'gelu' ? GELU : open,
    ),
  };
}
