/**
 * @file Matrix product for software adapters: each invocation keeps a block of the result in registers and reads operands straight from
 * storage, no shared memory, no barrier. Neighbouring invocations take neighbouring blocks of rows. Rows and columns past the end repeat
 * the last ones and are not stored. With split-K, invocations of one split follow those of the one before.
 * Tolerance against PyTorch: rounding only, sums run in order of k.
 */
import { declarations, type Product, readers, store, storeAll } from './matmul-text.ts';
import type { MatmulTile } from './tile-tables.ts';
import { each, MAIN, range } from './wgsl.ts';

const COMPONENTS = ['x', 'y', 'z', 'w'];

export function registerMatmul(product: Product, { rows, columns, threads }: MatmulTile): string {
  const { layout, rowSums } = product;
  const wide = columns / 4;
  const loop = { nt: depthAlongBoth, nn: depthAlongA, tn: depthAcross }[layout];
  return `${declarations(product)}
${readers(product, false)}
${store(product)}
${MAIN(threads)}
  let task = group * ${threads}u + local;
  let m0 = (task % u.rowTiles) * ${rows}u;
  let n0 = (task / u.rowTiles % u.columnTiles) * ${columns}u;
  let split = task / u.rowTiles / u.columnTiles;
  let begin = split * u.depth;
  if (begin >= u.k) { return; }
  let to = min(begin + u.depth, u.k);
  ${each(rows * wide, (i) => `var c${Math.floor(i / wide)}_${i % wide} = vec4f();`)}
  ${loop(rows, columns)}
  ${storeAll(rows, wide, 'm0', 'n0 / 4u')}
  ${rowSums ? sums(rows) : ''}
}`;
}

/** Layout nt: four of k at a time from both; each number of the result is summed by itself. */
function depthAlongBoth(rows: number, columns: number): string {
  const sum = (i: number, j: number) => `c${i}_${j >> 2}.${COMPONENTS[j & 3]}`;
  return `${each(rows, (i) => `let row${i} = min(m0 + ${i}u, u.m - 1u);`)}
  ${each(columns, (j) => `let column${j} = min(n0 + ${j}u, u.n - 1u);`)}
  ${each(rows * columns, (i) => `var s${Math.floor(i / columns)}_${i % columns} = 0.0;`)}
  for (var k = 0u; k < (u.k + 3u) / 4u; k++) {
    ${each(rows, (i) => `let a${i} = readA(row${i}, k);`)}
    ${each(
      columns,
      (j) =>
        `{ let w = readB(column${j}, k); ${range(rows)
          .map((i) => COMPONENTS.map((c) => `s${i}_${j} = fma(a${i}.${c}, w.${c}, s${i}_${j});`).join(' '))
          .join(' ')} }`,
    )}
  }
  ${each(rows * columns, (i) => `${sum(Math.floor(i / columns), i % columns)} = s${Math.floor(i / columns)}_${i % columns};`)}`;
}

/** Layout nn: four of k from each row of a, and the four rows of b that they meet. */
function depthAlongA(rows: number, columns: number): string {
  return `${each(rows, (i) => `let row${i} = min(m0 + ${i}u, u.m - 1u);`)}
  ${each(columns / 4, (j) => `let v${j} = min(n0 / 4u + ${j}u, (u.n + 3u) / 4u - 1u);`)}
  for (var k = 0u; k < (u.k + 3u) / 4u; k++) {
    ${each(rows, (i) => `let a${i} = readA(row${i}, k);`)}
    ${each(4, (q) =>
      each(
        columns / 4,
        (j) =>
          `{ let w = readB(k * 4u + ${q}u, v${j}); ${range(rows)
            .map((i) => `c${i}_${j} = fma(vec4f(a${i}.${COMPONENTS[q]}), w, c${i}_${j});`)
            .join(' ')} }`,
      ),
    )}
  }`;
}

/** Layout tn: one of k at a time, rows and columns both along inner axes. */
function depthAcross(rows: number, columns: number): string {
  return `${each(rows / 4, (i) => `let u${i} = min(m0 / 4u + ${i}u, (u.m + 3u) / 4u - 1u);`)}
  ${each(columns / 4, (j) => `let v${j} = min(n0 / 4u + ${j}u, (u.n + 3u) / 4u - 1u);`)}
  for (var k = begin; k < to; k++) {
    ${each(rows / 4, (i) => `let a${i} = readA(k, u${i});`)}
    ${each(
      columns / 4,
      (j) =>
        `{ let w = readB(k, v${j}); ${range(rows)
          .map((i) => `c${i}_${j} = fma(vec4f(a${i >> 2}.${COMPONENTS[i & 3]}), w, c${i}_${j});`)
          .join(' ')} }`,
    )}
  }`;
}

/** Σ over k of the rows of this block, by the invocations of the first columns: they read a once more, which is less than one column. */
function sums(rows: number): string {
  return `if (n0 == 0u) {
    ${each(rows / 4, (i) => `var sum${i} = vec4f();`)}
    for (var k = begin; k < to; k++) {
      ${each(rows / 4, (i) => `sum${i} += readA(k, u${i});`)}
    }
    ${each(rows, (i) => `if (m0 + ${i}u < u.m) { sums[split * u.m + m0 + ${i}u] = sum${i >> 2}.${COMPONENTS[i & 3]}; }`)}
  }`;
}
