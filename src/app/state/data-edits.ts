/**
 * @file What a person changes in the data on the page: classes and samples, with undo, and the way to label a drop. Nothing is changed
 * while runs are in progress. What an edit does is worked out anew from what was read (arrange-data.ts).
 */
import { addEdit, type DatasetEdit, type EditHistory, NO_EDITS, redoEdit, undoEdit } from '../../core/data/labels/dataset-edits.ts';
import { arrangeData, labelledSamples } from './arrange-data.ts';
import { markStep } from './change-order.ts';
import { rereadLabelled } from './data-import.ts';
import { dataStore, refreshSplit, type ShownData } from './data-store.ts';
import { announce } from './notices-store.ts';
import { type Relabelling, type Relabellings, relabelling, stepBack, stepForward, wayOf } from './relabellings.ts';
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
  const { edits, relabelled } = dataStore.getState();
  withHistory(addEdit(edits, edit));
  const step = dataStore.getState().steps.at(-1);
  if (step?.problem) withHistory(edits);
  else {
    markStep(edit);
    dataStore.setState({ relabelled: { ...relabelled, future: [] } });
  }
  if (step) announce(step.sentence);
}

/** What would be taken back, and made again, next; undefined where there is nothing. */
export function nextSteps({ edits, relabelled }: Pick<ShownData, 'edits' | 'relabelled'>): { back?: object; forth?: object } {
  const back = edits.done.at(-1) ?? relabelled.past.at(-1);
  const forth = edits.undone[0] ?? relabelled.future.at(-1);
  return { ...(back && { back }), ...(forth && { forth }) };
}

/** Takes the last edit back, or the last choice of labels with the edits that it had put aside. */
export function undoData(): void {
  const { edits, steps, relabelled } = dataStore.getState();
  if (isLocked()) return;
  if (edits.done.length === 0) {
    const walked = stepBack(relabelled, edits);
    if (walked) void walkTo(walked, walked.step.from, `Taken back: ${walked.step.sentence}`);
    return;
  }
  markStep(edits.done.at(-1));
  withHistory(undoEdit(edits));
  announce(`Taken back: ${steps.at(-1)?.sentence ?? ''}`);
}

/** Makes again what was taken back last. */
export function redoData(): void {
  const { edits, relabelled } = dataStore.getState();
  if (isLocked()) return;
  if (edits.undone.length === 0) {
    const walked = stepForward(relabelled, edits);
    if (walked) void walkTo(walked, walked.step.to, walked.step.sentence);
    return;
  }
  markStep(edits.undone[0]);
  withHistory(redoEdit(edits));
  announce(dataStore.getState().steps.at(-1)?.sentence ?? '');
}

async function walkTo({ step, left }: { step: Relabelling; left: Relabellings }, labeling: string, words: string): Promise<void> {
  if (!(await labelAs(step.drop, labeling, { edits: step.edits, relabelled: left }))) return;
  // The step has moved to the other side.
  for (const moved of [left.past.at(-1), left.future.at(-1)]) if (moved?.sentence === step.sentence) markStep(moved);
  announce(words);
}

/**
 * Labels a drop in another way. Edits are put aside, because their classes are gone; taking the choice back brings them back. Samples
 * that the way before passed over are read first.
 * @param index of the drop
 */
export async function chooseLabeling(index: number, labeling: string): Promise<void> {
  const { drops, edits, relabelled } = dataStore.getState();
  const drop = drops[index];
  const from = drop && wayOf(drop);
  const to = drop?.labels?.options.find(({ id }) => id === labeling);
  if (isLocked() || !from || !to || from.id === to.id) return;
  const step = relabelling(index, from, to, edits);
  const left = { past: [...relabelled.past, step], future: [] };
  if (!(await labelAs(index, labeling, { edits: NO_EDITS, relabelled: left }))) return;
  markStep(step);
  const { drops: now, classes } = dataStore.getState();
  announce(`${labelledSamples(now[index] ?? drop).length} samples in ${classes.length} classes now.`);
}

/** @returns false when the files had to be read again and could not */
async function labelAs(index: number, labeling: string, histories: Pick<ShownData, 'edits' | 'relabelled'>): Promise<boolean> {
  const { drops } = dataStore.getState();
  const drop = drops[index];
  const option = drop?.labels?.options.find(({ id }) => id === labeling);
  if (!drop?.labels || !option) return false;
  const known = new Set([...drop.samples.map(({ path }) => path), ...drop.rejected.map(({ where }) => where)]);
  const isComplete = drop.labels.paths.every((path, at) => option.labels[at] === -1 || known.has(path));
  if (!isComplete) return rereadLabelled(index, labeling, histories);
  dataStore.setState({ drops: drops.map((one, at) => (at === index ? { ...one, labeling } : one)), failure: null, ...histories });
  withHistory(histories.edits);
  return true;
}
