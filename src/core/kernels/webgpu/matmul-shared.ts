/**
 * @file Matrix product for GPUs: a workgroup computes a square tile of the result. For each slab of k it copies both operands into shared
 * memory, k-major, as vectors of four neighbouring rows or columns (blocks of 4×4 are turned in registers where k is the inner axis), and
 * each invocation multiplies the rows and columns of its own block. Zeros stand in past K; rows and columns past the end are not stored.
 * Tolerance against PyTorch: rounding only, sums run in order of k.
 */
import { declarations, type Product, readers, store, storeAll } from './matmul-text.ts';
import type { MatmulTile } from './tile-tables.ts';
import { each, MAIN, range } from './wgsl.ts';

export function sharedMatmul(product: Product, { rows, columns, threads, depth }: MatmulTile): string {
  const { layout, rowSums } = product;
  const side = Math.sqrt(threads);
  const [tallV, wideV] = [(side * rows) / 4, (side * columns) / 4]; // vectors along both sides of the tile
  const [ownRows, ownColumns] = [rows / 4, columns / 4];
  const blocks = (depth / 4) * (tallV + wideV);
  return `${declarations(product)}
${readers(product, true)}
${store(product)}
var<workgroup> slabA: array<vec4f, ${depth * tallV}>;
var<workgroup> slabB: array<vec4f, ${depth * wideV}>;
fn loadA(k0: u32, m0: u32, block: u32) {
  ${copyBlock('A', layout !== 'tn', tallV, 'm')}
}
fn loadB(k0: u32, m0: u32, block: u32) {
  ${copyBlock('B', layout === 'nt', wideV, 'n')}
}
${MAIN(threads)}
  let split = group / (u.rowTiles * u.columnTiles);
  let begin = split * u.depth;
  if (begin >= u.k) { return; }
  let to = min(begin + u.depth, u.k);
  let m0 = (group % u.rowTiles) * ${side * rows}u;
  let n0 = (group / u.rowTiles % u.columnTiles) * ${side * columns}u;
  let ty = local / ${side}u;
  let tx = local % ${side}u;
  ${each(rows * ownColumns, (i) => `var c${Math.floor(i / ownColumns)}_${i % ownColumns} = vec4f();`)}
  ${rowSums ? each(ownRows, (i) => `var sum${i} = vec4f();`) : ''}
  for (var k0 = begin; k0 < to; k0 += ${depth}u) {
    for (var block = local; block < ${blocks}u; block += ${threads}u) {
      if (block < ${(depth / 4) * tallV}u) { loadA(k0, m0, block); } else { loadB(k0, n0, block - ${(depth / 4) * tallV}u); }
    }
    workgroupBarrier();
    for (var k = 0u; k < ${depth}u; k++) {
      ${each(ownRows, (i) => `let a${i} = slabA[k * ${tallV}u + ty * ${ownRows}u + ${i}u];`)}
      ${each(ownColumns, (j) => `let b${j} = slabB[k * ${wideV}u + tx * ${ownColumns}u + ${j}u];`)}
      ${each(rows, (i) => each(ownColumns, (j) => `c${i}_${j} = fma(vec4f(a${i >> 2}[${i & 3}]), b${j}, c${i}_${j});`))}
      ${rowSums ? each(ownRows, (i) => `sum${i} += a${i};`) : ''}
    }
    workgroupBarrier();
  }
  ${storeAll(rows, ownColumns, `(m0 + ty * ${rows}u)`, `(n0 / 4u + tx * ${ownColumns}u)`)}
  ${
    rowSums
      ? `if (n0 == 0u && tx == 0u) { ${range(rows)
          .map((i) => `if (m0 + ty * ${rows}u + ${i}u < u.m) { sums[split * u.m + m0 + ty * ${rows}u + ${i}u] = sum${i >> 2}[${i & 3}]; }`)
          .join('\n')} }`
      : ''
  }
}`;
}

/** Copies one 4×4 block of an operand: four steps of k by four rows (or columns). */
function copyBlock(operand: 'A' | 'B', alongDepth: boolean, vectors: number, size: 'm' | 'n'): string {
  const place = `let kv = block / ${vectors}u; let v = block % ${vectors}u; let at = kv * ${4 * vectors}u + v;`;
  if (!alongDepth) {
    return `${place} ${each(4, (i) => `slab${operand}[at + ${i * vectors}u] = read${operand}(k0 + kv * 4u + ${i}u, m0 / 4u + v);`)}`;
  }
  const line = (i: number) => `min(m0 + v * 4u + ${i}u, u.${size} - 1u)`;
  return `${place} ${each(4, (i) => `let r${i} = read${operand}(${line(i)}, k0 / 4u + kv);`)}
  ${each(4, (i) => `slab${operand}[at + ${i * vectors}u] = vec4f(r0[${i}], r1[${i}], r2[${i}], r3[${i}]);`)}`;
}
