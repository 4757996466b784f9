/**
 * @file The undo keys: of settings and data they take back what was changed last, and say which. The buttons beside settings and
 * classes take back only their own (actions.ts, data-edits.ts).
 */
import { redo, undo } from './actions.ts';
import { timeOf } from './change-order.ts';
import { configStore } from './config-store.ts';
import { redoData, undoData } from './data-edits.ts';
import { dataStore } from './data-store.ts';

/** Takes back the newest change of settings or data; nothing happens when there is none. */
export function undoLast(): void {
  const { done } = dataStore.getState().edits;
  const { past } = configStore.getState();
  if (done.length > 0 && (past.length === 0 || timeOf(done.at(-1)) > timeOf(past.at(-1)))) undoData();
  else undo();
}

/** Makes again what was taken back last. */
export function redoLast(): void {
  const { undone } = dataStore.getState().edits;
  const { future } = configStore.getState();
  if (undone.length > 0 && (future.length === 0 || timeOf(undone[0]) > timeOf(future[0]))) redoData();
  else redo();
}
