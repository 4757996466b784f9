/**
 * @file Files → parse worker → samples → data-store.ts. What is on screen stays until a new import has succeeded; then its modality
 * decides that of the experiment. The files are remembered, so that a target with another input size can have them read again.
 */
import { MODALITIES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { plural } from '../../core/data/display-name.ts';
import { type EditHistory, NO_EDITS } from '../../core/data/labels/dataset-edits.ts';
import { mainReason, reasonText } from '../../core/data/main-reason.ts';
import { type RecordForm, sameForm } from '../../core/data/record-form.ts';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import type { DroppedFile, ParsedSample } from '../../worker/parse-protocol.ts';
import { deleteRecordFiles } from '../../worker/record-folders-client.ts';
import { formatCount } from '../charts/format.ts';
import type { Collected } from '../loaders/dropped-files.ts';
import { arrangeData, type Drop } from './arrange-data.ts';
import { configStore, patchConfig } from './config-store.ts';
import { newFolder, retireFolder } from './data-folders.ts';
import { modalityOfDrop, modalitySettings } from './data-modality.ts';
import { putAway, showModality, takeBack } from './data-shelf.ts';
import { type DataSource, type DataState, dataSetting, dataStore, refreshSplit, usualForm } from './data-store.ts';
import { announce } from './notices-store.ts';
import { readDrop, type ToRead } from './read-drop.ts';
import { NO_RELABELLINGS, type Relabellings } from './relabellings.ts';

/** Progress is shown at most this often, in ms. */
const PROGRESS_MS = 100;
/** Samples that are shown while the others are read. */
const ARRIVING = 36;

interface Incoming {
  reads: readonly ToRead[];
  source: DataSource;
  name: string;
  form: RecordForm;
  /** What stays beside the new files, in the same folder. */
  keep?: readonly Drop[];
  edits?: EditHistory;
  relabelled?: Relabellings;
  /** True when it is what is on screen, read again in another form. */
  isReread?: boolean;
  /** True when the modality was found by looking into the files: another one is not tried. */
  isFound?: boolean;
}

let running: AbortController | null = null;
/** True while that import reads what is on screen again. */
let isRereading = false;
/** What the target takes. What is on screen follows when no import is in progress. */
let wantedForm: RecordForm = dataStore.getState().form;

/**
 * Takes the place of any import in progress, perhaps before its files are there.
 * @returns its control: aborted when it is cancelled or another import takes its place
 */
export function beginImport(reading: RecordForm = formFor(configStore.getState().config.modality)): AbortController {
  running?.abort();
  const control = new AbortController();
  running = control;
  isRereading = false;
  dataStore.setState({ phase: 'importing', reading, listed: 0, read: 0, arriving: [], failure: null });
  return control;
}

/** Reads files and shows them when they are complete. @returns false when nothing could be used; the old data is then still there */
async function bringIn(incoming: Incoming): Promise<boolean> {
  const outcome = await readIn(incoming);
  const other = outcome === true ? undefined : outcome?.modality;
  if (other !== undefined && other !== incoming.form.modality && !incoming.keep && !incoming.isFound)
    return bringIn({ ...incoming, form: formFor(other), isFound: true });
  // A target chosen in the meantime may take another form. What could not be read again is not tried a second time.
  if (outcome === true || !incoming.isReread) await fitForm();
  return outcome === true;
}

/** @returns true, why nothing was taken, or null when another import took its place or it was cancelled */
async function readIn(incoming: Incoming): Promise<true | Problem | null> {
  const { reads, form, keep, isReread = false } = incoming;
  const control = beginImport(form);
  isRereading = isReread;
  const rejected: Problem[] = [];
  const folder = keep ? dataStore.getState().folder : await newFolder();
  const progress = createProgress(() => running === control);
  const drops: Drop[] = [];
  let isTaken = false;
  try {
    for (const one of reads) {
      const ofDrop: Problem[] = [];
      try {
        drops.push(await readDrop(one, { form, folder }, { ...progress, rejected: ofDrop }, control.signal));
      } finally {
        rejected.push(...ofDrop);
      }
    }
    if (running !== control) return null;
    if (drops.every(({ samples }) => samples.length === 0)) throw nothingRead(droppedName(incoming), form.modality, rejected);
    show(incoming, [...(keep ?? []), ...drops], folder);
    isTaken = true;
    return true;
  } catch (thrown) {
    if (running !== control) return null;
    // What was said about single files holds for the rest of a drop; here there is no rest.
    const isOther = thrown instanceof PlaygroundError && thrown.modality !== undefined;
    const saysNone =
      thrown instanceof PlaygroundError &&
      (/^(none-readable|no-samples)$/.test(thrown.code) || rejected.some(({ code }) => code === thrown.code));
    const reason = !isOther && drops.length === 0 && saysNone ? nothingRead(droppedName(incoming), form.modality, rejected) : thrown;
    const problem = control.signal.aborted ? null : toProblem(reason);
    settle(problem);
    return problem;
  } finally {
    if (!keep && !isTaken) retireFolder(folder);
    if (running === control) running = null;
    deleteLoose();
  }
}

/** An import beside other data writes to its folder; when it comes to nothing, so do its files. */
function deleteLoose(): void {
  const { folder } = dataStore.getState();
  if (folder === '' || running) return;
  void deleteRecordFiles(folder, (file) => {
    const now = dataStore.getState();
    if (running || now.folder !== folder) return false;
    return !now.drops.some(({ samples }) => samples.some(({ place }) => place?.file === file));
  });
}

/** Counts what comes and shows some of it, now and then. */
function createProgress(isCurrent: () => boolean) {
  let listed = 0;
  let read = 0;
  let shownAt = 0;
  let arriving: readonly ParsedSample[] = [];
  return {
    onListed(count: number) {
      listed += count;
      if (isCurrent()) dataStore.setState({ listed });
    },
    onSamples(samples: readonly ParsedSample[]) {
      read += samples.length;
      if (arriving.length < ARRIVING) arriving = [...arriving, ...samples.filter(({ record }) => record)].slice(0, ARRIVING);
      if (!isCurrent() || performance.now() - shownAt < PROGRESS_MS) return;
      shownAt = performance.now();
      dataStore.setState({ read, arriving });
    },
  };
}

/** Puts complete data on screen, with its modality. @throws PlaygroundError when it cannot be trained on and what is there can */
function show(
  { source, name, form, edits = NO_EDITS, relabelled = NO_RELABELLINGS, isReread }: Incoming,
  drops: readonly Drop[],
  folder: string,
): void {
  const before = dataStore.getState();
  const change = arrangeData({ drops, edits: edits.done, name, form, folder });
  const reason = change.problems.at(-1);
  if (!change.dataset && before.dataset && reason) throw new PlaygroundError(reason);
  const isOther = form.modality !== before.form.modality;
  if (isOther) putAway();
  const replaced = isOther ? takeBack(form.modality) : before;
  const bytes = drops.reduce((sum, { files }) => files.reduce((all, { file }) => all + file.size, sum), 0);
  const { modality, target, auxiliary } = configStore.getState().config;
  const switched = isOther ? { modality, target, auxiliary } : isReread ? before.switched : null;
  dataStore.setState({ ...change, phase: 'ready', source, name, bytes, drops, edits, relabelled, form, folder, arriving: [], switched });
  if (!isReread) dataStore.setState({ asked: null });
  refreshSplit();
  patchConfig({ data: dataSetting(source), ...(isOther ? modalitySettings(form.modality) : {}) });
  if (replaced && replaced.folder !== folder) retireFolder(replaced.folder);
  const { many, one } = MODALITIES[form.modality];
  const { samples, classes, rejected } = change;
  announce(
    `${formatCount(samples.length)} ${samples.length === 1 ? one : many} in ${classes.length} classes read, ${rejected.length} files left out.`,
  );
}

/** Back to what was there, with the reason why nothing changed. */
function settle(failure: Problem | null): void {
  dataStore.setState(({ drops }) => ({ phase: drops.length > 0 ? 'ready' : 'empty', failure, arriving: [] }));
}

/** What was added goes by its own name, not by that of the data it would have joined. */
function droppedName({ keep, reads, name }: Incoming): string {
  if (!keep) return name;
  const paths = reads.flatMap(({ files }) => files.map(({ path }) => path));
  const folder = /^[^/]+(?=\/)/.exec(paths[0] ?? '')?.[0];
  if (folder !== undefined && paths.every((path) => path.startsWith(`${folder}/`))) return folder;
  return paths.length === 1 ? (paths[0] ?? name) : `${paths.length} files`;
}

/** Of many reasons the one that weighs most is said, with what to do about it. */
function nothingRead(name: string, modality: Modality, rejected: readonly Problem[]): PlaygroundError {
  const { first, hint } = mainReason(rejected);
  const { one, many } = MODALITIES[modality];
  const isUsual = rejected.filter(({ code }) => code === first?.code).length > rejected.length / 2;
  // The rest did not load: there is none.
  const todo = (hint ?? (isUsual ? first?.hint : undefined))?.replace(
    /^It was left out(; the rest loads)?\. ?|; the rest loads(?=\.$)/,
    '',
  );
  const others = rejected.length - 1;
  const reason = first && (others > 0 ? reasonText(first, rejected) : first.message);
  return new PlaygroundError({
    code: first?.code ?? 'nothing-read',
    message: reason ? `No ${one} in ${name} could be read. ${reason}` : `No ${many} were found in ${name}.`,
    hint: `${others > 0 ? `${plural(others, 'other file was', 'other files were')} left out too. ` : ''}${todo || `Drop a folder with one sub-folder of ${many} for each class.`}`,
  });
}

/** The form of records for data of that modality: what the target takes where it is of that modality. */
function formFor(modality: Modality): RecordForm {
  return wantedForm.modality === modality ? wantedForm : usualForm(modality);
}

/**
 * Puts files in place of what is there. What they are is found out by their names and by looking inside.
 * @param unopened files that could not even be had, listed with those left out
 * @param known what the files are, where that is known
 */
export function replaceFiles(
  files: readonly DroppedFile[],
  name: string,
  source: DataSource,
  unopened: readonly Problem[] = [],
  known?: Modality,
): Promise<boolean> {
  const paths = files.map(({ path }) => path);
  const modality = known ?? modalityOfDrop(paths, configStore.getState().config.modality);
  return bringIn({ reads: [{ files, labeling: null, unopened }], name, source, form: formFor(modality) });
}

/** Takes what the reader dropped or chose; entries that could not even be opened are listed with the other files left out. */
export function takeCollected({ files, name, problems }: Collected, mode: 'replace' | 'add'): Promise<boolean> {
  const own = { kind: 'own' } as const;
  const { drops, form, name: shown, edits, relabelled } = dataStore.getState();
  if (mode === 'replace' || drops.length === 0) return replaceFiles(files, name, own, problems);
  return bringIn({
    reads: [{ files, labeling: null, unopened: problems }],
    name: shown,
    source: own,
    form,
    keep: drops,
    edits,
    relabelled,
  });
}

/** Reads what is on screen again as data of another modality, which its files hold too. Edits are forgotten. */
export function readAsModality(modality: Modality): Promise<boolean> {
  const { drops, name, source } = dataStore.getState();
  if (!source) return Promise.resolve(false);
  const reads = drops.map(({ files }) => ({ files, labeling: null }));
  return bringIn({ reads, name, source, form: formFor(modality), isFound: true });
}

/** Reads one drop again because a chosen way to label it takes files that were passed over. */
export function rereadLabelled(index: number, labeling: string, histories: Pick<DataState, 'edits' | 'relabelled'>): Promise<boolean> {
  const { drops, name, source, form } = dataStore.getState();
  if (!source) return Promise.resolve(false);
  const reads = drops.map((drop, at) => ({ files: drop.files, labeling: at === index ? labeling : drop.labeling }));
  return bringIn({ reads, name, source, form, ...histories });
}

/** Reads the same files again for a target that takes records of another form; an import in progress ends first. */
export async function rereadAs(form: RecordForm): Promise<void> {
  wantedForm = form;
  await fitForm();
}

async function fitForm(): Promise<void> {
  const { source, name, form: shown, drops, edits, relabelled } = dataStore.getState();
  const form = wantedForm;
  // A target of another modality is told where Train is pressed.
  if (running || sameForm(form, shown) || form.modality !== shown.modality) return;
  if (!source || drops.length === 0) dataStore.setState({ form });
  else await bringIn({ reads: drops, name, source, form, edits, relabelled, isReread: true });
}

/** The settings name another modality: an import in progress ends, and what there is of that modality comes on screen. */
export function followModality(modality: Modality): void {
  if (dataStore.getState().form.modality === modality) return;
  running?.abort();
  running = null;
  dataStore.setState({ switched: null });
  showModality(modality);
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
