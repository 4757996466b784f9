/**
 * @file Attention, backward, in one dispatch of any length, without a matrix of T×T: probabilities are computed anew from the log-sum-exp,
 * p = exp(s − lse), Δ = ⟨dout, out⟩, ds = p·(⟨dout, v⟩ − Δ). Half of the workgroups keep queries and walk over keys: dq = Σ ds·k/√Dh. The
 * other half keep keys and values and walk over queries: dk = Σ ds·q/√Dh, dv = Σ p·dout. Every number has one writer, so two runs agree
 * bit by bit. Tolerance: rounding; of scores s near ±10⁴, s·2⁻²² in the exponent.
 */
import type { Program } from '../../tensor/webgpu-run.ts';
import { type AttentionShape, bufferType, dots, headReader, headWriter, place, tileMemory, vectorsOf, walk } from './attention-text.ts';
import { buffers, each, MAIN } from './wgsl.ts';

export function backward(shape: AttentionShape): Program {
  const { width, threads, shared } = shape;
  const type = bufferType(width);
  // Invocations (or workgroups) of the first half have numbers below the count of blocks; rounded up to whole workgroups.
  const number = shared ? 'group' : `(group * ${threads}u + local)`;
  const half = shared ? 'u.pairs * u.blocks' : `((u.pairs * u.blocks + ${threads - 1}u) / ${threads}u * ${threads}u)`;
  return {
    name: 'attention, backward',
    code: `${buffers([`qkv: ${type}`, `y: ${type}`, 'lses: f32', `dy: ${type}`], [`dqkv: ${type}`], 'tokens: u32, heads: u32, blocks: u32, pairs: u32')}
${headReader('readQkv', 'qkv', 3, width)}
${headReader('readY', 'y', 1, width)}
${headReader('readDy', 'dy', 1, width)}
${headWriter('writeHead', 'dqkv', 3, width)}
${tileMemory(shape)}
${MAIN(threads)}
  if (group < ${half}${shared ? '' : ` / ${threads}u`}) {
    ${place(shape, number)}
    ${shared ? '' : 'if (pair >= u.pairs) { return; }'}
    ${queries(shape)}
  } else {
    ${place(shape, `(${number} - ${half})`)}
    if (pair >= u.pairs) { return; }
    ${keys(shape)}
  }
}`,
  };
}

/** dq of this invocation's queries. */
function queries(shape: AttentionShape): string {
  const { width, tokens } = shape;
  const vectors = vectorsOf(width);
  const scale = width ** -0.5;
  const body = each(
    tokens,
    (i) => `{ let p = exp(${dots(
      (d) => `q${i}_${d}`,
      (d) => `a${d}`,
      vectors,
    )} - lse${i});
      let ds = p * (${dots(
        (d) => `g${i}_${d}`,
        (d) => `b${d}`,
        vectors,
      )} - delta${i});
      ${each(vectors, (d) => `dq${i}_${d} = fma(vec4f(ds), a${d}, dq${i}_${d});`)} }`,
  );
  return `${each(
    tokens,
    (i) => `let row${i} = base + min(t0 + ${i}u, u.tokens - 1u);
    let lse${i} = lses[pair * u.tokens + min(t0 + ${i}u, u.tokens - 1u)];
    ${each(vectors, (d) => `let q${i}_${d} = readQkv(row${i}, 0u, head, ${d}u) * ${scale}; let g${i}_${d} = readDy(row${i}, 0u, head, ${d}u); var dq${i}_${d} = vec4f();`)}
    let delta${i} = ${dots(
      (d) => `g${i}_${d}`,
      (d) => `readY(row${i}, 0u, head, ${d}u)`,
      vectors,
    )};`,
  )}
    ${walk(shape, { a: (row, v) => `readQkv(${row}, 1u, head, ${v})`, b: (row, v) => `readQkv(${row}, 2u, head, ${v})`, body })}
    ${each(tokens, (i) => `if (t0 + ${i}u < u.tokens) { ${each(vectors, (d) => `writeHead(row${i}, 0u, head, ${d}u, dq${i}_${d} * ${scale});`)} }`)}`;
}

/** dk and dv of this invocation's keys. */
function keys(shape: AttentionShape): string {
  const { width, tokens } = shape;
  const vectors = vectorsOf(width);
  const scale = width ** -0.5;
  const body = each(
    tokens,
    (i) => `{ let p = exp(${dots(
      (d) => `a${d}`,
      (d) => `k${i}_${d}`,
      vectors,
    )} - lse);
      let ds = p * (${dots(
        (d) => `b${d}`,
        (d) => `v${i}_${d}`,
        vectors,
      )} - delta);
      ${each(vectors, (d) => `dv${i}_${d} = fma(vec4f(p), b${d}, dv${i}_${d}); dk${i}_${d} = fma(vec4f(ds), a${d}, dk${i}_${d});`)} }`,
  );
  return `${each(
    tokens,
    (i) => `let row${i} = base + min(t0 + ${i}u, u.tokens - 1u);
    ${each(vectors, (d) => `let k${i}_${d} = readQkv(row${i}, 1u, head, ${d}u); let v${i}_${d} = readQkv(row${i}, 2u, head, ${d}u); var dk${i}_${d} = vec4f(); var dv${i}_${d} = vec4f();`)}`,
  )}
    ${walk(shape, {
      a: (row, v) => `readQkv(${row}, 0u, head, ${v}) * ${scale}`,
      b: (row, v) => `readDy(${row}, 0u, head, ${v})`,
      fill: `tileLse[j] = lses[pair * u.tokens + j0 + j];
        var sum = 0.0;
        for (var v = 0u; v < ${vectors}u; v++) { sum += dot(readDy(row, 0u, head, v), readY(row, 0u, head, v)); }
        tileDelta[j] = sum;`,
      direct: `let lse = lses[pair * u.tokens + j];
    let delta = ${dots(
      (d) => `b${d}`,
      (d) => `readY(row, 0u, head, ${d}u)`,
      vectors,
    )};`,
      body,
    })}
    ${each(tokens, (i) => `if (t0 + ${i}u < u.tokens) { ${each(vectors, (d) => `writeHead(row${i}, 1u, head, ${d}u, dk${i}_${d}); writeHead(row${i}, 2u, head, ${d}u, dv${i}_${d});`)} }`)}`;
}
