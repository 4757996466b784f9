/**
 * @file The data report on the page: copies and empty records are looked for once in a worker after import, the report itself is made
 * anew after every edit. Nothing waits for it. After data-store.ts, before the Data column.
 */
import { createStore } from 'zustand/vanilla';
import { recordSource } from '../../core/data/records.ts';
import { type DataReport, makeDataReport } from '../../core/data/report/data-report.ts';
import type { FoundCopies } from '../../core/data/report/find-copies.ts';
import { type Problem, toProblem } from '../../core/errors.ts';
import type { ParsedSample } from '../../worker/parse-protocol.ts';
import { findCopies } from '../../worker/report-client.ts';
import { type DataState, dataStore } from './data-store.ts';

export interface ReportState {
  /** Of the search for copies. */
  phase: 'none' | 'looking' | 'ready' | 'failed';
  /** While looking: records that were looked at. */
  looked: number;
  /** Why the search ended early. */
  problem: Problem | null;
  /** Without what is still looked for; null without data. */
  report: DataReport | null;
  /** What the numbers of the report name. */
  samples: readonly ParsedSample[];
}

const NOTHING: ReportState = { phase: 'none', looked: 0, problem: null, report: null, samples: [] };

export const reportStore = createStore<ReportState>(() => NOTHING);

interface Found {
  /** As they were read, of all drops. */
  samples: readonly (readonly ParsedSample[])[];
  copies: FoundCopies;
}

/** By the samples of the newest drop, so that what was found outlives a change of modality. */
const kept = new WeakMap<readonly ParsedSample[], Found>();
let current: Found | null = null;
let looking: AbortController | null = null;

/** Keeps the report in step with the data. Call once. */
export function startReports(): void {
  dataStore.subscribe((state, before) => {
    if (state.drops !== before.drops || state.form !== before.form) look(state);
    if (state.classes !== before.classes || state.split !== before.split) remake();
  });
}

function isSame(a: Found['samples'], b: Found['samples']): boolean {
  return a.length === b.length && a.every((samples, at) => samples === b[at]);
}

function look({ drops, form, folder }: DataState): void {
  const samples = drops.map((drop) => drop.samples);
  if (current && isSame(current.samples, samples)) return;
  looking?.abort();
  looking = null;
  current = null;
  const last = samples.at(-1);
  const known = last && kept.get(last);
  if (!last) reportStore.setState(NOTHING);
  else if (known && isSame(known.samples, samples)) {
    current = known;
    reportStore.setState({ phase: 'ready', problem: null });
  } else void search(samples, last, () => recordSource(form, folder, samples.flat()));

  async function search(all: Found['samples'], newest: readonly ParsedSample[], source: () => ReturnType<typeof recordSource>) {
    const control = new AbortController();
    looking = control;
    reportStore.setState({ phase: 'looking', looked: 0, problem: null });
    try {
      const onLooked = (looked: number) => looking === control && reportStore.setState({ looked });
      const copies = await findCopies(form, source(), { signal: control.signal, onLooked });
      if (looking !== control) return;
      current = { samples: all, copies };
      kept.set(newest, current);
      reportStore.setState({ phase: 'ready' });
      remake();
    } catch (thrown) {
      if (looking === control) reportStore.setState({ phase: 'failed', problem: toProblem(thrown) });
    }
  }
}

/** Where a record lies tells it from others, whatever its class and path are now. */
function keyOf({ place, record }: ParsedSample): unknown {
  return place ? `${place.file}/${place.index}` : record;
}

function remake(): void {
  const { classes, split, form, drops } = dataStore.getState();
  if (drops.length === 0) return;
  // The data set's samples in its order: the split names them by their places. Classes that are left out are not judged.
  const used = classes.filter(({ usable }) => usable);
  const inOrder = used.length > 0 ? used : classes;
  const samples = inOrder.flatMap((one) => one.samples);
  const labels = inOrder.flatMap((one, label) => one.samples.map(() => label));
  const found = current;
  const numberOf = new Map(found?.samples.flat().map((sample, at) => [keyOf(sample), at]));
  const report = makeDataReport({
    modality: form.modality,
    copies: found?.copies ?? { count: samples.length, exact: [], near: [], constant: [], notFinite: [] },
    ...(found ? { records: samples.map((sample) => numberOf.get(keyOf(sample)) ?? -1) } : {}),
    classNames: inOrder.map(({ name }) => name),
    labels,
    ...(split ? { split } : {}),
  });
  reportStore.setState({ report, samples });
}
