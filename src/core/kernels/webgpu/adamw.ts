/**
 * @file One AdamW update of one parameter in one dispatch (Loshchilov & Hutter 2019, algorithm 2, as torch.optim.AdamW orders it), parameter
 * and moments in place: one number, or one vector of four, an invocation. Where a tensor shares its values with another (a clone that is to
 * stay as it is), new ones are written instead and the old are freed. Tolerance: rounding.
 */

import type * as tf from '../../tensor/tf.ts';
import { isSole, type Program, runProgram } from '../../tensor/webgpu-run.ts';
import { ADAM } from '../adam-constants.ts';
import type { AdamState, AdamStep } from '../kernel-set.ts';
import { eachTask, taskGroups } from './elementwise.ts';
import { once, uniforms } from './wgsl.ts';

export function adamw(
  param: tf.Tensor,
  gradient: tf.Tensor,
  state: AdamState,
  gradientScale: tf.Tensor,
  { step, learningRate, weightDecay }: AdamStep,
): [param: tf.Tensor, state: AdamState] {
  const vector = param.size % 4 === 0;
  const count = vector ? param.size / 4 : param.size;
  const old = [param, state.m, state.v];
  const inPlace = old.every(isSole);
  const [updated, m, v] = runProgram({
    program: once(`AdamW ${vector} ${inPlace}`, () => program(vector, inPlace)),
    inputs: inPlace ? [gradient, gradientScale] : [gradient, gradientScale, ...old],
    outputs: inPlace ? old : old.map(({ shape }) => shape),
    // η·m̂/(√v̂+ε) = (η/c₁)·m / (√v/√c₂ + ε) with c = 1 − βᵗ
    uniforms: uniforms(
      count,
      { f32: 1 - learningRate * weightDecay },
      { f32: learningRate / (1 - ADAM.beta1 ** step) },
      { f32: 1 / Math.sqrt(1 - ADAM.beta2 ** step) },
    ),
    changing: true,
    workgroups: taskGroups(count),
  }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  if (!inPlace) for (const tensor of old) tensor.dispose();
  return [updated, { m, v }];
}

function program(vector: boolean, inPlace: boolean): Program {
  const type = vector ? 'vec4f' : 'f32';
  const names = ['param', 'm', 'v'];
  const from = (name: string) => (inPlace ? `${name}[at]` : `${name}Old[at]`);
  return {
    name: 'AdamW',
    code: eachTask(
      [`gradient: ${type}`, 'scale: f32', ...(inPlace ? [] : names.map((name) => `${name}Old: ${type}`))],
      names.map((name) => `${name}: ${type}`),
      'keep: f32, rate: f32, correction: f32',
      `let g = gradient[at] * scale[0];
  let newM = ${from('m')} * ${ADAM.beta1} + g * ${1 - ADAM.beta1};
  let newV = ${from('v')} * ${ADAM.beta2} + g * g * ${1 - ADAM.beta2};
  m[at] = newM;
  v[at] = newV;
  param[at] = ${from('param')} * u.keep - newM / (sqrt(newV) * u.correction + ${ADAM.epsilon}) * u.rate;`,
    ),
  };
}
