/**
 * @file Files → parse worker → samples → data-store.ts. What is on screen stays until a new import has
 * succeeded. The files are remembered, so that a target with another input size can have them read again.
 */
import { assembleDataset } from '../../core/data/assemble.ts';
import { checkDataset } from '../../core/data/check.ts';
import { compareNatural } from '../../core/data/natural-order.ts';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import { importFiles } from '../../worker/parse-client.ts';
import type { DroppedFile, ParsedSample } from '../../worker/parse-protocol.ts';
import type { Collected } from '../loaders/dropped-files.ts';
import { patchConfig } from './config-store.ts';
import { type DataSource, type DataState, dataStore, refreshSplit } from './data-store.ts';
import { announce } from './notices-store.ts';

/** Progress is shown at most this often, in ms. */
const PROGRESS_MS = 100;

interface Incoming {
  files: readonly DroppedFile[];
  source: DataSource;
  name: string;
  size: readonly [number, number];
  /** Entries that were found but could not be opened. */
  unopened?: readonly Problem[];
  /** What stays beside the new files. */
  keep?: { samples: readonly ParsedSample[]; rejected: readonly Problem[]; files: readonly DroppedFile[] };
}

/** The files behind what is on screen. */
let remembered: readonly DroppedFile[] = [];
let running: AbortController | null = null;

/**
 * Takes the place of any import in progress before its files are there.
 * @returns a question: is this import still the one that is wanted?
 */
export function beginImport(): () => boolean {
  running?.abort();
  const control = new AbortController();
  running = control;
  dataStore.setState({ phase: 'importing', listed: 0, read: 0, failure: null });
  return () => running === control;
}

/** Everything that follows from the samples: classes, data set, problems. */
function arranged(samples: readonly ParsedSample[], name: string, size: readonly [number, number]): Partial<DataState> {
  const byClass = new Map<string, ParsedSample[]>();
  for (const sample of samples) {
    const ofClass = byClass.get(sample.className);
    if (ofClass) ofClass.push(sample);
    else byClass.set(sample.className, [sample]);
  }
  const names = [...byClass.keys()].sort(compareNatural);
  const { problems, usable, isBlocked } = checkDataset(
    names,
    names.map((className) => byClass.get(className)?.length ?? 0),
  );
  const classes = names.map((className, label) => ({
    name: className,
    samples: (byClass.get(className) ?? []).sort((a, b) => compareNatural(a.path, b.path)),
    usable: usable[label] ?? false,
  }));
  if (isBlocked) return { samples, classes, problems, dataset: null, split: null };
  return { samples, classes, problems, dataset: assembleDataset(name, size, samples).dataset, split: null };
}

/** Reads files and shows them when they are complete. @returns false when nothing could be used; the old data is then still there */
async function bringIn({ files, source, name, size, unopened = [], keep }: Incoming): Promise<boolean> {
  running?.abort();
  const control = new AbortController();
  running = control;
  const fresh: ParsedSample[] = [];
  const rejected: Problem[] = [...unopened];
  let shownAt = 0;
  dataStore.setState({ phase: 'importing', listed: 0, read: 0, failure: null });
  try {
    await importFiles(
      { files: [...files], size },
      {
        onListed: (listed) => {
          if (running === control) dataStore.setState({ listed });
        },
        onSamples: (samples) => {
          for (const sample of samples) fresh.push(sample);
          if (running !== control || performance.now() - shownAt < PROGRESS_MS) return;
          shownAt = performance.now();
          dataStore.setState({ read: fresh.length });
        },
        onRejected: (problem) => {
          rejected.push(problem);
        },
      },
      control.signal,
    );
    if (running !== control) return false;
    if (fresh.length === 0) throw nothingRead(name, rejected);
    const paths = new Set(fresh.map((sample) => sample.path));
    const samples = [...(keep?.samples ?? []).filter((sample) => !paths.has(sample.path)), ...fresh];
    const change = arranged(samples, name, size);
    const reason = change.problems?.at(-1);
    if (!change.dataset && dataStore.getState().dataset && reason) throw new PlaygroundError(reason);
    remembered = [...(keep?.files ?? []), ...files];
    const bytes = remembered.reduce((sum, { file }) => sum + file.size, 0);
    const left = [...(keep?.rejected ?? []), ...rejected];
    dataStore.setState({ ...change, phase: 'ready', source, name, bytes, size, rejected: left, asked: null });
    refreshSplit();
    patchConfig({ data: source.kind === 'sample' ? `sample:${source.id}` : source.kind === 'address' ? source.url : 'own' });
    announce(`${samples.length} images in ${change.classes?.length ?? 0} classes read, ${left.length} files left out.`);
    return true;
  } catch (thrown) {
    if (running !== control) return false;
    // What was said about single files holds for the rest of a drop; here there is no rest.
    const reason = fresh.length === 0 && rejected.length > 0 ? nothingRead(name, rejected) : thrown;
    settle(control.signal.aborted ? null : toProblem(reason));
    return false;
  } finally {
    if (running === control) running = null;
  }
}

/** Back to what was there, with the reason why nothing changed. */
function settle(failure: Problem | null): void {
  dataStore.setState(({ samples }) => ({ phase: samples.length > 0 ? 'ready' : 'empty', failure }));
}

function nothingRead(name: string, rejected: readonly Problem[]): PlaygroundError {
  const [first] = rejected;
  return new PlaygroundError({
    code: first?.code ?? 'no-pictures',
    message: first ? `No picture in ${name} could be read. ${first.message}` : `No pictures were found in ${name}.`,
    hint: `${rejected.length > 1 ? `${rejected.length - 1} more files were left out. ` : ''}Drop a folder with one sub-folder of pictures for each class.`,
  });
}

/** Puts files in place of what is there. */
export function replaceFiles(files: readonly DroppedFile[], name: string, source: DataSource): Promise<boolean> {
  return bringIn({ files, name, source, size: dataStore.getState().size });
}

/** Takes what the reader dropped or chose; entries that could not even be opened are listed with the other files left out. */
export function takeCollected({ files, name, problems }: Collected, mode: 'replace' | 'add'): Promise<boolean> {
  const own = { kind: 'own' } as const;
  const { samples, rejected, size, name: shown } = dataStore.getState();
  if (mode === 'replace' || samples.length === 0) return bringIn({ files, name, source: own, size, unopened: problems });
  return bringIn({ files, name: shown, source: own, size, unopened: problems, keep: { samples, rejected, files: remembered } });
}

/** Reads the same files again for a target that takes pictures of another size, [H, W]. */
export async function rereadAt(size: readonly [number, number]): Promise<void> {
  const { source, name, size: shown } = dataStore.getState();
  if (size[0] === shown[0] && size[1] === shown[1]) return;
  if (!source || remembered.length === 0) dataStore.setState({ size });
  else await bringIn({ files: remembered, name, source, size });
}

/** Ends an import in progress; what was there before stays. */
export function cancelImport(): void {
  running?.abort();
  running = null;
  settle(null);
}

/** Shows why files could not even be fetched or listed. */
export function failImport(thrown: unknown): void {
  running = null;
  settle(toProblem(thrown));
}
