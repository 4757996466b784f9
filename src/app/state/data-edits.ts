/**
 * @file What a person changes in the data on the page: classes and samples, with undo, and the way to label a drop. Nothing is changed
 * while runs are in progress. What an edit does is worked out anew from what was read (arrange-data.ts).
 */
import { addEdit, type DatasetEdit, type EditHistory, NO_EDITS, redoEdit, undoEdit } from '../../core/data/labels/dataset-edits.ts';
import { arrangeData, labelledSamples } from './arrange-data.ts';
import { markStep } from './change-order.ts';
import { rereadLabelled } from './data-import.ts';
import { dataStore, refreshSplit } from './data-store.ts';
import { announce } from './notices-store.ts';
import { isBusy, runStore } from './run-store.ts';

function isLocked(): boolean {
  return isBusy(runStore.getState()) || dataStore.getState().phase === 'importing';
}

function withHistory(edits: EditHistory): void {
  const { drops, name, form, folder } = dataStore.getState();
  dataStore.setState({ edits, ...arrangeData({ drops, edits: edits.done, name, form, folder }) });
  refreshSplit();
}

/** Makes an edit and says what it did; nothing happens while data is locked. An edit that does nothing is not kept. */
export function editData(edit: DatasetEdit): void {
  if (isLocked()) return;
  const { edits } = dataStore.getState();
  withHistory(addEdit(edits, edit));
  const step = dataStore.getState().steps.at(-1);
  if (step?.problem) withHistory(edits);
  else markStep(edit);
  if (step) announce(step.sentence);
}

/** Takes the last edit back. */
export function undoData(): void {
  const { edits, steps } = dataStore.getState();
  if (isLocked() || edits.done.length === 0) return;
  markStep(edits.done.at(-1));
  withHistory(undoEdit(edits));
  announce(`Taken back: ${steps.at(-1)?.sentence ?? ''}`);
}

/** Makes the edit again that was taken back last. */
export function redoData(): void {
  const { edits } = dataStore.getState();
  if (isLocked() || edits.undone.length === 0) return;
  markStep(edits.undone[0]);
  withHistory(redoEdit(edits));
  announce(dataStore.getState().steps.at(-1)?.sentence ?? '');
}

/**
 * Labels a drop in another way. Edits are forgotten, because their classes are gone. Samples that the way before passed over are
 * read first.
 * @param index of the drop
 */
export async function chooseLabeling(index: number, labeling: string): Promise<void> {
  const { drops } = dataStore.getState();
  const drop = drops[index];
  const option = drop?.labels?.options.find(({ id }) => id === labeling);
  if (isLocked() || !drop?.labels || !option) return;
  const known = new Set([...drop.samples.map(({ path }) => path), ...drop.rejected.map(({ where }) => where)]);
  const isComplete = drop.labels.paths.every((path, at) => option.labels[at] === -1 || known.has(path));
  if (!isComplete) {
    await rereadLabelled(index, labeling);
    return;
  }
  const changed = drops.map((one, at) => (at === index ? { ...one, labeling } : one));
  dataStore.setState({ drops: changed, failure: null });
  withHistory(NO_EDITS);
  announce(`${labelledSamples(changed[index] ?? drop).length} samples in ${dataStore.getState().classes.length} classes now.`);
}
