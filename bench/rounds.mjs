/**
 * @file Rounds: each row of each library once a round, the order turned at every round; and what comes of them: medians, ratios round by
 * round, and whether all compute the same. For `suites.mjs`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { disagreement, median, medianInterval, orderOf, ratio } from './statistics.mjs';

/** Largest relative difference of losses (or logits) at which libraries count as doing the same. */
const AGREE_WITHIN = 1e-3;

/**
 * Opens and warms up every row that is alive, then runs the rounds. What a row gives is kept in its entry of `rows`; an error ends that row.
 * @param {Map<string, { engine: string, runs: object[], first?: object, second?: object, error?: string, absent?: string }>} rows
 */
export async function runRounds(host, rows, job, { rounds, pauseMs = 0 }, say) {
  const attempt = async (row, action) => {
    try {
      await action(rows.get(row));
    } catch (error) {
      rows.get(row).error = reasonOf(error);
      say(`${row} failed: ${reasonOf(error)}`);
    }
  };
  for (const row of aliveRows(rows)) {
    await attempt(row, async (state) => {
      await host.call(state.engine, 'open', row, job);
      state.first = await host.call(state.engine, 'run', row);
      // Some compile and record as late as in their second run.
      state.second = await host.call(state.engine, 'run', row);
      say(`${row} is warm, first run ${milliseconds(state.first.ms)}`);
    });
  }
  for (let round = 0; round < rounds; round++) {
    for (const row of orderOf(aliveRows(rows), round)) {
      await attempt(row, async (state) => {
        await sleep(pauseMs);
        state.runs.push(await host.call(state.engine, 'run', row));
      });
    }
    say(
      `round ${round + 1} of ${rounds}: ${aliveRows(rows)
        .map((row) => `${row} ${milliseconds(rows.get(row).runs.at(-1).ms)}`)
        .join(', ')}`,
    );
  }
}

/** @returns the rows as the report shows them: ours by speed, the others by name */
export function rowEntries(rows) {
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

/**
 * Ratios to our best speed that ran, and whether all compute the same.
 * @param {boolean} computes false where the device computes nothing
 */
export function comparison(rows, computes) {
  const best = bestSpeed(rows);
  if (!best) return { ratios: {} };
  const ratios = {};
  for (const row of ['stock', 'jaxjs', 'onnx'])
    if (bothRan(rows, row, best)) ratios[`${row}ToOurs`] = ratio(times(rows, row), times(rows, best));
  if (best !== 'speed0' && bothRan(rows, 'speed0', best)) ratios.speed0ToOurs = ratio(times(rows, 'speed0'), times(rows, best));
  if (bothRan(rows, 'jaxjs', 'stock')) ratios.jaxjsToStock = ratio(times(rows, 'jaxjs'), times(rows, 'stock'));
  const head = { oursIs: best, ratios, intervalCoverage: medianInterval(rows.get(best).runs.length).coverage };
  if (!computes) return head;
  const reference = ['stock', 'speed0', best].find((row) => bothRan(rows, row, row));
  const series = Object.fromEntries(
    aliveRows(rows)
      .filter((row) => !row.endsWith('-m2pt'))
      .map((row) => [row, [rows.get(row).first, rows.get(row).second, ...rows.get(row).runs].map(({ value }) => value)]),
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

/** Never empty: an entry with an empty error would count as alive. */
export function reasonOf(error) {
  return (error instanceof Error ? error.message : String(error)) || 'it gave no reason';
}

/** Rows that can still run. */
export function aliveRows(rows) {
  return [...rows.keys()].filter((row) => !rows.get(row).absent && !rows.get(row).error);
}

/** Our highest speed that is alive, or undefined. */
export function bestSpeed(rows) {
  return aliveRows(rows)
    .filter((row) => /^speed\d$/.test(row))
    .at(-1);
}

export function bothRan(rows, one, other) {
  return [one, other].every((row) => rows.get(row)?.runs?.length && !rows.get(row).error);
}

export function times(rows, row) {
  return rows.get(row).runs.map(({ ms }) => ms);
}

function milliseconds(ms) {
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms)} ms`;
}
