/**
 * @file The undo keys: of settings and data they take back what was changed last, and say which. The buttons beside settings and
 * classes take back only their own (actions.ts, data-edits.ts).
 */
import { redo, undo } from './actions.ts';
import { timeOf } from './change-order.ts';
import { configStore } from './config-store.ts';
import { nextSteps, redoData, undoData } from './data-edits.ts';
import { dataStore } from './data-store.ts';

/** Takes back the newest change of settings or data; nothing happens when there is none. */
export function undoLast(): void {
  const { back } = nextSteps(dataStore.getState());
  const { past } = configStore.getState();
  if (back && (past.length === 0 || timeOf(back) > timeOf(past.at(-1)))) undoData();
  else undo();
}

/** Makes again what was taken back last. */
export function redoLast(): void {
  const { forth } = nextSteps(dataStore.getState());
  const { future } = configStore.getState();
  if (forth && (future.length === 0 || timeOf(forth) > timeOf(future[0]))) redoData();
  else redo();
}
