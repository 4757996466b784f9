/**
 * @file Files → parse worker → samples → data-store.ts. What is on screen stays until a new import has
 * succeeded. The files are remembered, so that a target with another input size can have them read again.
 */
import { assembleDataset } from '../../core/data/assemble.ts';
import { checkDataset } from '../../core/data/check.ts';
import { compareNatural } from '../../core/data/natural-order.ts';
import { type RecordForm, sameForm } from '../../core/data/record-form.ts';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import { importFiles } from '../../worker/parse-client.ts';
import type { DroppedFile, ParsedSample } from '../../worker/parse-protocol.ts';
import type { Collected } from '../loaders/dropped-files.ts';
import { patchConfig } from './config-store.ts';
import { type DataSource, type DataState, dataStore, refreshSplit } from './data-store.ts';
import { distinctSamples } from './distinct-samples.ts';
import { announce } from './notices-store.ts';

/** Progress is shown at most this often, in ms. */
const PROGRESS_MS = 100;

interface Incoming {
  files: readonly DroppedFile[];
  source: DataSource;
  name: string;
  form: RecordForm;
  /** Entries that were found but could not be opened. */
  unopened?: readonly Problem[];
  /** What stays beside the new files. */
  keep?: { samples: readonly ParsedSample[]; rejected: readonly Problem[]; files: readonly DroppedFile[] };
  /** True when it is what is on screen, read again in another form. */
  isReread?: boolean;
}

/** The files behind what is on screen. */
let remembered: readonly DroppedFile[] = [];
let running: AbortController | null = null;
/** True while that import reads what is on screen again. */
let isRereading = false;
/** What the target takes. What is on screen follows when no import is in progress. */
let wantedForm: RecordForm = dataStore.getState().form;

/**
 * Takes the place of any import in progress, perhaps before its files are there.
 * @returns its control: aborted when it is cancelled or another import takes its place
 */
export function beginImport(): AbortController {
  running?.abort();
  const control = new AbortController();
  running = control;
  isRereading = false;
  dataStore.setState({ phase: 'importing', listed: 0, read: 0, failure: null });
  return control;
}

/** Everything that follows from the samples: classes, data set, problems. */
function arranged(samples: readonly ParsedSample[], name: string, form: RecordForm, folder: string): Partial<DataState> {
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
    form.modality,
  );
  const classes = names.map((className, label) => ({
    name: className,
    samples: (byClass.get(className) ?? []).sort((a, b) => compareNatural(a.path, b.path)),
    usable: usable[label] ?? false,
  }));
  if (isBlocked) return { samples, classes, problems, dataset: null, split: null };
  return { samples, classes, problems, dataset: assembleDataset(name, form, folder, samples).dataset, split: null };
}

/** Reads files and shows them when they are complete. @returns false when nothing could be used; the old data is then still there */
async function bringIn(incoming: Incoming): Promise<boolean> {
  const isTaken = await readIn(incoming);
  // A target chosen in the meantime may take another form. What could not be read again is not tried a second time.
  if (isTaken || !incoming.isReread) await fitForm();
  return isTaken;
}

async function readIn({ files, source, name, form, unopened = [], keep, isReread = false }: Incoming): Promise<boolean> {
  const control = beginImport();
  const folder = '';
  isRereading = isReread;
  const fresh: ParsedSample[] = [];
  const rejected: Problem[] = [...unopened];
  let shownAt = 0;
  try {
    await importFiles(
      { files: [...files], form, folder },
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
    const { samples, twice } = distinctSamples([...(keep?.samples ?? []), ...fresh]);
    const change = arranged(samples, name, form, folder);
    if (twice) change.problems = [twice, ...(change.problems ?? [])];
    const reason = change.problems?.at(-1);
    if (!change.dataset && dataStore.getState().dataset && reason) throw new PlaygroundError(reason);
    remembered = [...(keep?.files ?? []), ...files];
    const bytes = remembered.reduce((sum, { file }) => sum + file.size, 0);
    const left = [...(keep?.rejected ?? []), ...rejected];
    dataStore.setState({ ...change, phase: 'ready', source, name, bytes, form, folder, rejected: left });
    if (!isReread) dataStore.setState({ asked: null });
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

/** Puts files in place of what is there. @param unopened files that could not even be had, listed with those left out */
export function replaceFiles(
  files: readonly DroppedFile[],
  name: string,
  source: DataSource,
  unopened: readonly Problem[] = [],
): Promise<boolean> {
  return bringIn({ files, name, source, form: wantedForm, unopened });
}

/** Takes what the reader dropped or chose; entries that could not even be opened are listed with the other files left out. */
export function takeCollected({ files, name, problems }: Collected, mode: 'replace' | 'add'): Promise<boolean> {
  const own = { kind: 'own' } as const;
  const { samples, rejected, form, name: shown } = dataStore.getState();
  if (mode === 'replace' || samples.length === 0) return bringIn({ files, name, source: own, form: wantedForm, unopened: problems });
  return bringIn({ files, name: shown, source: own, form, unopened: problems, keep: { samples, rejected, files: remembered } });
}

/** Reads the same files again for a target that takes records of another form; an import in progress ends first. */
export async function rereadAs(form: RecordForm): Promise<void> {
  wantedForm = form;
  await fitForm();
}

async function fitForm(): Promise<void> {
  const { source, name, form: shown } = dataStore.getState();
  const form = wantedForm;
  if (running || sameForm(form, shown)) return;
  if (!source || remembered.length === 0) dataStore.setState({ form });
  else await bringIn({ files: remembered, name, source, form, isReread: true });
}

/** Ends an import in progress; what was there before stays. */
export function cancelImport(): void {
  running?.abort();
  running = null;
  settle(null);
  if (!isRereading) void fitForm();
}

/** Shows why files could not even be fetched or listed. */
export function failImport(thrown: unknown): void {
  running?.abort();
  running = null;
  settle(toProblem(thrown));
  void fitForm();
}
