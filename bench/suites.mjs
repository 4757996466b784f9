/**
 * @file Runs one suite on a host: starts every library, runs the rounds, then pairs of merged and plain inference, and makes the entry of the
 * report. A library or row that cannot run is reported with its error, and the others go on.
 */
import { aliveRows, bestSpeed, bothRan, comparison, reasonOf, rowEntries, runRounds, times } from './rounds.mjs';
import { orderOf, ratio } from './statistics.mjs';

const ENGINES = ['ours', 'stock', 'jaxjs', 'onnx'];
const KERNELS = [
  'linear',
  'linear-input-gradient',
  'linear-weight-gradient',
  'linear-gelu',
  'gelu-gradient',
  'layer-norm',
  'layer-norm-gradient',
  'attention',
  'attention-gradient',
  'cross-entropy',
  'mean-pool',
  'merge',
  'merge-scale-gradients',
  'global-norm',
  'adamw',
];
/**
 * @param host as `hosts.mjs` opens it
 * @param suite of `options.mjs`
 * @param {(line: string) => void} say
 * @returns the suite's entry of the report
 */
export async function runSuite(host, suite, say) {
  const { name, kind, batch, place } = suite;
  const head = { name, model: kind === 'kernel' ? 'nano' : suite.model, batch, where: host.name, adapter: host.adapter };
  if (host.absent) return { ...head, absent: host.absent };
  const rows = new Map(); // row → { engine, runs, error?, absent? }
  const backend = place === 'wasm' ? 'wasm' : 'webgpu';
  const engines = ENGINES.filter((engine) => (kind === 'kernel' ? engine === 'ours' : engine !== 'onnx' || kind === 'forward'));
  for (const engine of engines) await startEngine(host, engine, backend, suite, rows);
  const tell = (line) => say(`${name}: ${line}`);
  if (kind === 'kernel') return { ...head, ...(await runKernels(host, suite, rows, tell)) };
  const entry = { ...head, ...(await runModel(host, suite, rows, tell)) };
  if (place === 'gpu' && entry.oursIs)
    entry.arithmetic = await arithmetic(host, suite, entry).catch((error) => ({ error: reasonOf(error) }));
  return entry;
}

async function runModel(host, suite, rows, say) {
  const { model, kind, batch, place, rounds, pairs } = suite;
  const first = bestSpeed(rows);
  const variant = kind === 'step' && model !== 'vit-b-block' && first ? `${first}-m2pt` : null;
  if (variant) insertAfter(rows, first, variant, { engine: 'ours', runs: [] }); // neighbours: what is compared most finely
  const job = { model, batch, kind };
  await runRounds(host, rows, job, suite, say);
  const entry = { rounds, ...rowEntries(rows), ...comparison(rows, place !== 'null') };
  if (variant && bothRan(rows, variant, first)) entry.m2ptToBaseline = ratio(times(rows, variant), times(rows, first));
  await closeAll(host, rows);
  if (pairs && entry.oursIs) entry.merged = await mergedPairs(host, entry.oursIs, job, suite, say);
  return entry;
}

function insertAfter(map, key, newKey, value) {
  const entries = [...map];
  entries.splice(entries.findIndex(([each]) => each === key) + 1, 0, [newKey, value]);
  map.clear();
  for (const [each, kept] of entries) map.set(each, kept);
}

async function closeAll(host, rows) {
  for (const row of aliveRows(rows)) await host.call(rows.get(row).engine, 'close', row).catch(() => {});
}

/** Floating-point operations a second of every row, and what the device reaches at best. */
async function arithmetic(host, { model, kind, batch }, entry) {
  const { flopsOfRun, matmulFlops, copyBytes } = await host.call('ours', 'ceilings', { model, kind, batch });
  const rate = (row) => (row?.ms ? (1000 * flopsOfRun) / row.ms : undefined);
  return {
    flopsOfRun,
    ours: rate(entry.ours[entry.oursIs]),
    stock: rate(entry.stock),
    jaxjs: rate(entry.jaxjs),
    matmulCeiling: matmulFlops,
    copyCeiling: copyBytes,
  };
}

/** Every operation by itself, at every speed that has kernels of its own. */
async function runKernels(host, suite, speeds, say) {
  const { batch, rounds } = suite;
  const kernels = {};
  const own = aliveRows(speeds).filter((row) => /^speed[01]$/.test(row));
  for (const kernel of KERNELS) {
    const rows = new Map(own.map((row) => [row, { engine: 'ours', runs: [] }]));
    await runRounds(host, rows, { model: kernel, batch, kind: 'kernel' }, suite, () => {});
    kernels[kernel] = { ...rowEntries(rows), ...comparison(rows, true) };
    await closeAll(host, rows);
    say(kernel);
  }
  const absent = [...speeds].filter(([, { absent, error }]) => absent || error);
  return { rounds, ...rowEntries(new Map(absent)), ratios: {}, kernels };
}

async function startEngine(host, engine, backend, { model, batch, kind }, rows) {
  try {
    const started = await host.call(engine, 'start', backend, { model, batch, kind });
    for (const { name, absent } of started.rows) rows.set(name, absent ? { engine, absent } : { engine, runs: [] });
  } catch (error) {
    rows.set(engine === 'ours' ? 'speed0' : engine, { engine, error: reasonOf(error) });
  }
}

/** Merged against plain inference, pair by pair. */
async function mergedPairs(host, best, { model, batch }, { pairs, place }, say) {
  const rows = [best, `${best}-merged`];
  const runs = new Map(rows.map((row) => [row, []]));
  const job = { model, batch: place === 'software' ? 1 : batch, kind: 'forward' };
  try {
    for (const row of rows) {
      await host.call('ours', 'open', row, job);
      for (let unmeasured = 0; unmeasured < 2; unmeasured++) await host.call('ours', 'run', row);
    }
    for (let pair = 0; pair < pairs; pair++) for (const row of orderOf(rows, pair)) runs.get(row).push(await host.call('ours', 'run', row));
    for (const row of rows) await host.call('ours', 'close', row);
  } catch (error) {
    return { error: reasonOf(error) };
  }
  const [plain, merged] = rows.map((row) => runs.get(row));
  const toBaseline = ratio(
    merged.map(({ ms }) => ms),
    plain.map(({ ms }) => ms),
  );
  say(`merged to plain ${toBaseline.map((value) => value.toFixed(3)).join(' ')} over ${pairs} pairs`);
  return { pairs, batch: job.batch, toBaseline, dispatches: { plain: plain.at(-1).dispatches, merged: merged.at(-1).dispatches } };
}
