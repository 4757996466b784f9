/**
 * @file What both ways to multiply share: reading four numbers of an operand along its inner axis, and storing four of the result with
 * the epilogue (+ bias, + residual, activation). Axes of length divisible by four are read as vec4f; others number by number.
 */
import { GELU, RELU } from './activation-text.ts';
import { buffers, each, range } from './wgsl.ts';

/** n: as it is, [M, K] or [K, N]; t: transposed, [K, M] or [N, K]. */
export type Layout = 'nn' | 'nt' | 'tn';

/** Everything by which the text of a product differs, tiles apart. */
export interface Product {
  layout: Layout;
  /** The inner axes of a, of b and of the result are divisible by four. */
  vectors: { a: boolean; b: boolean; y: boolean };
  /** K is divisible by four. */
  evenDepth: boolean;
  bias: boolean;
  residual: boolean;
  activation: 'gelu' | 'relu' | null;
  /** Also Σ over k of a, a number for each row of the result; in layout tn. */
  rowSums: boolean;
}

/** Uniforms: sizes of the result, depth, tiles along both axes, depth of one split. */
const UNIFORMS = 'm: u32, n: u32, k: u32, rowTiles: u32, columnTiles: u32, depth: u32, pad0: u32, pad1: u32';

/** Names and types of the buffers, in order. */
export function declarations({ vectors, bias, residual, activation, rowSums }: Product): string {
  const type = (vector: boolean) => (vector ? 'vec4f' : 'f32');
  const y = type(vectors.y);
  return buffers(
    [`a: ${type(vectors.a)}`, `b: ${type(vectors.b)}`, ...(bias ? [`bias: ${y}`] : []), ...(residual ? [`residual: ${y}`] : [])],
    [`y: ${y}`, ...(activation === 'gelu' ? [`before: ${y}`] : []), ...(rowSums ? ['sums: f32'] : [])],
    UNIFORMS,
  );
}

/**
 * `readA` and `readB`: four numbers along the inner axis. Where that axis is k: (row, vector of k), zeros past K. Where it is not: (k,
 * vector of rows or columns), anything past the end, zeros past K.
 * @param guarded false where the caller stays below K rounded up to four
 */
export function readers({ layout, vectors, evenDepth }: Product, guarded: boolean): string {
  const reader = (name: string, buffer: string, alongDepth: boolean, length: string, vector: boolean) => {
    const head = `fn ${name}(line: u32, v: u32) -> vec4f {`;
    const rest = vector
      ? `return ${buffer}[line * (${length} / 4u) + ${alongDepth || !guarded ? 'v' : `min(v, ${length} / 4u - 1u)`}]; }`
      : `let at = line * ${length}; let last = ${length} - 1u;
  let value = vec4f(${[0, 1, 2, 3].map((i) => `${buffer}[at + min(v * 4u + ${i}u, last)]`).join(', ')});
  ${alongDepth && !(evenDepth && !guarded) ? `return select(vec4f(), value, v * 4u + vec4u(0, 1, 2, 3) < vec4u(${length}));` : 'return value;'} }`;
    let guard = '';
    if (alongDepth && guarded && vector) guard = `if (v >= ${length} / 4u) { return vec4f(); }`;
    if (!alongDepth && (guarded || !evenDepth)) guard = 'if (line >= u.k) { return vec4f(); }';
    return `${head} ${guard} ${rest}`;
  };
  return [
    reader('readA', 'a', layout !== 'tn', layout === 'tn' ? 'u.m' : 'u.k', vectors.a),
    reader('readB', 'b', layout === 'nt', layout === 'nt' ? 'u.k' : 'u.n', vectors.b),
  ].join('\n');
}

/** `store(row, v, sum, offset)`: the epilogue of columns 4v … 4v+3; does nothing outside the result. `offset` in rows, of a split. */
export function store({ vectors, bias, residual, activation }: Product): string {
  const type = vectors.y ? 'vec4f' : 'f32';
  const mapped = (name: string) =>
    vectors.y ? `vec4f(${['x', 'y', 'z', 'w'].map((c) => `${name}(value.${c})`).join(', ')})` : `${name}(value)`;
  const width = vectors.y ? '(u.n / 4u)' : 'u.n';
  const one = `${activation === 'gelu' ? GELU : ''}${activation === 'relu' ? RELU : ''}
fn storeOne(row: u32, column: u32, sum: ${type}, offset: u32) {
  if (column >= ${width}) { return; }
  let at = (row + offset) * ${width} + column;
  var value = sum;
  ${bias ? 'value += bias[column];' : ''}
  ${residual ? 'value += residual[at];' : ''}
  ${activation === 'gelu' ? 'before[at] = value;' : ''}
  ${activation ? `value = ${mapped(activation)};` : ''}
  y[at] = value;
}`;
  const body = vectors.y ? 'storeOne(row, v, sum, offset);' : each(4, (i) => `storeOne(row, v * 4u + ${i}u, sum[${i}], offset);`);
  return `${one}
fn store(row: u32, v: u32, sum: vec4f, offset: u32) {
  if (row >= u.m) { return; }
  ${body}
}`;
}

/** Stores a block of sums c0_0 … in a loop: unrolled, the epilogue's text would be there for each, and drivers compile it for seconds. */
export function storeAll(rows: number, wide: number, row: string, v: string): string {
  const sums = range(rows * wide).map((i) => `c${Math.floor(i / wide)}_${i % wide}`);
  return `var block = array<vec4f, ${sums.length}>(${sums.join(', ')});
  for (var i = 0u; i < ${sums.length}u; i++) { store(${row} + i / ${wide}u, ${v} + i % ${wide}u, block[i], split * u.m); }`;
}
