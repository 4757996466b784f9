/**
 * @file Mean over the tokens of a sample, [B·T, D] → [B, D], and maximum over the rows of a group, [G·R, D] → [G, D], with gradients. One
 * vector of columns an invocation, neighbours side by side; each walks down its rows in order. One dispatch each. Equal largest rows share the
 * gradient evenly; a NaN is larger than everything. Tolerance: rounding for the mean, none for the maximum.
 */

import type * as tf from '../../tensor/tf.ts';
import { runProgram } from '../../tensor/webgpu-run.ts';
import type { Forward } from '../kernel-set.ts';
import { eachTask, taskGroups } from './elementwise.ts';
import { IS_NAN, once, uniforms } from './wgsl.ts';

const FIELDS = 'rows: u32, vectors: u32, pad: u32';

/** Runs `body` for each group and vector of columns; it sees `first`, the place in its first row, and steps by `u.vectors`. */
function pooled(
  name: string,
  inputs: tf.Tensor[],
  names: string[],
  output: number[],
  groups: number,
  rows: number,
  width: number,
  body: (vector: boolean) => string,
): tf.Tensor {
  const vector = width % 4 === 0;
  const type = vector ? 'vec4f' : 'f32';
  const vectors = vector ? width / 4 : width;
  const code = () =>
    eachTask(
      names.map((input) => `${input}: ${type}`),
      [`result: ${type}`],
      FIELDS,
      `let v = at % u.vectors;
  let first = at / u.vectors * u.rows * u.vectors + v;
  ${body(vector)}`,
      `${IS_NAN}
fn higher(m: f32, x: f32) -> f32 { return select(m, x, x > m || isNan(x)); }
fn higherOf(m: ${type}, x: ${type}) -> ${type} { return ${vector ? 'vec4f(higher(m.x, x.x), higher(m.y, x.y), higher(m.z, x.z), higher(m.w, x.w))' : 'higher(m, x)'}; }`,
    );
  const [result] = runProgram({
    program: once(`${name} ${vector}`, () => ({ name, code: code() })),
    inputs,
    outputs: [output],
    uniforms: uniforms(groups * vectors, rows, vectors),
    workgroups: taskGroups(groups * vectors),
  }) as [tf.Tensor];
  return result;
}

export function meanPool(x: tf.Tensor, batch: number): tf.Tensor {
  const [rows, width] = x.shape as [number, number];
  return pooled(
    'mean pool',
    [x],
    ['x'],
    [batch, width],
    batch,
    rows / batch,
    width,
    (vector) => `var sum = ${vector ? 'vec4f()' : '0.0'};
  for (var row = 0u; row < u.rows; row++) { sum += x[first + row * u.vectors]; }
  result[at] = sum / f32(u.rows);`,
  );
}

export function meanPoolGradient(dy: tf.Tensor, tokens: number): tf.Tensor {
  const [batch, width] = dy.shape as [number, number];
  return pooled(
    'mean pool, backward',
    [dy],
    ['dy'],
    [batch * tokens, width],
    batch,
    tokens,
    width,
    () => `let share = dy[at] / f32(u.rows);
  for (var row = 0u; row < u.rows; row++) { result[first + row * u.vectors] = share; }`,
  );
}

export function maxPool(x: tf.Tensor, groups: number): Forward {
  const [rows, width] = x.shape as [number, number];
  const y = pooled(
    'max pool',
    [x],
    ['x'],
    [groups, width],
    groups,
    rows / groups,
    width,
    () => `var highest = x[first];
  for (var row = 1u; row < u.rows; row++) { highest = higherOf(highest, x[first + row * u.vectors]); }
  result[at] = highest;`,
  );
  return { y, saved: [x, y] };
}

export function maxPoolGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], groups: number): tf.Tensor {
  const [x, y] = saved as [tf.Tensor, tf.Tensor];
  const [rows, width] = x.shape as [number, number];
  return pooled('max pool, backward', [dy, x, y], ['dy', 'x', 'y'], [rows, width], groups, rows / groups, width, (vector) => {
    const [zero, one] = vector ? ['vec4f()', 'vec4f(1.0)'] : ['0.0', '1.0'];
    return `let highest = y[at];
  var hits = ${zero};
  for (var row = 0u; row < u.rows; row++) { hits += select(${zero}, ${one}, x[first + row * u.vectors] == highest); }
  let share = dy[at] / hits;
  for (var row = 0u; row < u.rows; row++) {
    result[first + row * u.vectors] = select(highest * 0.0, share, x[first + row * u.vectors] == highest);
  }`;
  });
}
