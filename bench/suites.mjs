/**
 * @file Runs one suite: opens every row of every library, warms each up once, then runs rounds, each row once a round and the order turned
 * at every round. A library or row that cannot run is reported with its error, and the others go on.
 */
import { disagreement, median, medianInterval, orderOf, ratio } from './statistics.mjs';

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
/** Largest relative difference of losses (or logits) at which libraries count as doing the same. */
const AGREE_WITHIN = 1e-3;

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
  for (const engine of engines) await startEngine(host, engine, backend, rows);
  const best = [...rows].filter(([row, state]) => row.startsWith('speed') && !state.absent && !state.error).at(-1)?.[0];
  if (kind === 'kernel') return { ...head, ...(await runKernels(host, suite, rows, best, say)) };
  const entry = { ...head, ...(await runModel(host, suite, rows, best, (line) => say(`${name}: ${line}`))) };
  if (place === 'gpu' && best) entry.arithmetic = await arithmetic(host, suite, entry).catch((error) => ({ error: error.message }));
  return entry;
}

async function runModel(host, { model, kind, batch, place, rounds, pairs }, rows, best, say) {
  const variant = kind === 'step' && model !== 'vit-b-block' && best ? `${best}-m2pt` : null;
  if (variant) rows.set(variant, { engine: 'ours', runs: [] });

  const job = { model, batch, kind };
  const alive = () => [...rows.keys()].filter((row) => !rows.get(row).absent && !rows.get(row).error);
  await runRounds(host, rows, alive, job, rounds, place, say);
  const entry = { rounds, ...rowEntries(rows), ...comparison(rows, alive(), best, place !== 'null') };
  if (variant && bothRan(rows, variant, best)) entry.m2ptToBaseline = ratio(times(rows, variant), times(rows, best));
  for (const row of alive()) await host.call(rows.get(row).engine, 'close', row).catch(() => {});
  if (pairs && best && bothRan(rows, best, best)) entry.merged = await mergedPairs(host, best, job, pairs, place, say);
  return entry;
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
async function runKernels(host, { name, batch, place, rounds }, speeds, best, say) {
  const kernels = {};
  const own = [...speeds].filter(([row, { absent, error }]) => /^speed[01]$/.test(row) && !absent && !error);
  for (const kernel of KERNELS) {
    const rows = new Map(own.map(([row, { engine }]) => [row, { engine, runs: [] }]));
    const alive = () => [...rows.keys()].filter((row) => !rows.get(row).error);
    await runRounds(host, rows, alive, { model: kernel, batch, kind: 'kernel' }, rounds, place, () => {});
    const { ours } = rowEntries(rows);
    kernels[kernel] = { ours, ...comparison(rows, alive(), own.at(-1)?.[0], true) };
    for (const row of alive()) await host.call('ours', 'close', row).catch(() => {});
    say(`${name}: ${kernel}`);
  }
  return {
    rounds,
    ...rowEntries(new Map([...speeds].filter(([, { absent, error }]) => absent || error))),
    oursIs: best,
    ratios: {},
    kernels,
  };
}

async function startEngine(host, engine, backend, rows) {
  try {
    const started = await host.call(engine, 'start', backend);
    for (const { name, absent } of started.rows) rows.set(name, absent ? { engine, absent } : { engine, runs: [] });
  } catch (error) {
    rows.set(engine === 'ours' ? 'speed0' : engine, { engine, error: error.message });
  }
}

async function runRounds(host, rows, alive, job, rounds, place, say) {
  const attempt = async (row, action) => {
    try {
      await action(rows.get(row));
    } catch (error) {
      rows.get(row).error = error.message;
      say(`${row} failed: ${error.message}`);
    }
  };
  for (const row of alive()) {
    await attempt(row, async (state) => {
      await host.call(state.engine, 'open', row, job);
      state.first = await host.call(state.engine, 'run', row);
      // A second unmeasured run where it is cheap: engines compile as they go.
      if (place !== 'software') state.second = await host.call(state.engine, 'run', row);
      say(`${row} is warm, first run ${milliseconds(state.first.ms)}`);
    });
  }
  for (let round = 0; round < rounds; round++) {
    for (const row of orderOf(alive(), round)) {
      await attempt(row, async (state) => {
        state.runs.push(await host.call(state.engine, 'run', row));
      });
    }
    say(
      `round ${round + 1} of ${rounds}: ${alive()
        .map((row) => `${row} ${milliseconds(rows.get(row).runs.at(-1).ms)}`)
        .join(', ')}`,
    );
  }
}

function rowEntries(rows) {
  const entries = { ours: {} };
  for (const [row, { engine, absent, error, first, runs }] of rows) {
    const entry = absent ? { absent } : error ? { error } : facts(first, runs);
    if (engine === 'ours') entries.ours[row] = entry;
    else entries[row] = entry;
  }
  return entries;
}

function facts(first, runs) {
  const dispatches = runs.at(-1).dispatches;
  return {
    ms: median(runs.map(({ ms }) => ms)),
    times: runs.map(({ ms }) => ms),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
    firstMs: first.ms,
    ...(dispatches ? { dispatches } : {}),
  };
}

/** Ratios to our best speed, and whether all compute the same. */
function comparison(rows, alive, best, computes) {
  if (!best || !bothRan(rows, best, best)) return { ratios: {} };
  const ratios = {};
  for (const row of ['stock', 'jaxjs', 'onnx'])
    if (bothRan(rows, row, best)) ratios[`${row}ToOurs`] = ratio(times(rows, row), times(rows, best));
  if (best !== 'speed0' && bothRan(rows, 'speed0', best)) ratios.speed0ToOurs = ratio(times(rows, 'speed0'), times(rows, best));
  if (bothRan(rows, 'jaxjs', 'stock')) ratios.jaxjsToStock = ratio(times(rows, 'jaxjs'), times(rows, 'stock'));
  const head = { oursIs: best, ratios, intervalCoverage: medianInterval(rows.get(best).runs.length).coverage };
  if (!computes) return head;
  const reference = rows.get('stock')?.runs?.length && !rows.get('stock').error ? 'stock' : 'speed0';
  const series = Object.fromEntries(
    alive
      .filter((row) => !row.endsWith('-m2pt'))
      .map((row) => [row, [rows.get(row).first, rows.get(row).second, ...rows.get(row).runs].filter(Boolean).map(({ value }) => value)]),
  );
  const worst = series[reference] ? disagreement(series, reference) : {};
  const apart = Object.keys(worst).filter((row) => !(worst[row] <= AGREE_WITHIN));
  return {
    ...head,
    agreement: {
      with: reference,
      within: AGREE_WITHIN,
      agree: apart.length === 0,
      apart,
      largestRelativeDifference: worst,
      values: firstValues(series, reference),
    },
  };
}

/** Losses of the reference, run by run, so that a reader sees that it learns. */
function firstValues(series, reference) {
  return (series[reference] ?? []).map((values) => values[0]);
}

async function mergedPairs(host, best, { model, batch }, pairs, place, say) {
  const rows = [best, `${best}-merged`];
  const runs = new Map(rows.map((row) => [row, []]));
  const job = { model, batch: place === 'software' ? 1 : batch, kind: 'forward' };
  try {
    for (const row of rows) {
      await host.call('ours', 'open', row, job);
      await host.call('ours', 'run', row);
    }
    for (let pair = 0; pair < pairs; pair++) for (const row of orderOf(rows, pair)) runs.get(row).push(await host.call('ours', 'run', row));
    for (const row of rows) await host.call('ours', 'close', row);
  } catch (error) {
    return { error: error.message };
  }
  const [plain, merged] = rows.map((row) => runs.get(row));
  const toBaseline = ratio(
    merged.map(({ ms }) => ms),
    plain.map(({ ms }) => ms),
  );
  say(`merged to plain ${toBaseline.map((value) => value.toFixed(3)).join(' ')} over ${pairs} pairs`);
  return { pairs, batch: job.batch, toBaseline, dispatches: { plain: plain.at(-1).dispatches, merged: merged.at(-1).dispatches } };
}

function bothRan(rows, one, other) {
  return [one, other].every((row) => rows.get(row)?.runs?.length && !rows.get(row).error);
}

function times(rows, row) {
  return rows.get(row).runs.map(({ ms }) => ms);
}

function milliseconds(ms) {
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms)} ms`;
}
