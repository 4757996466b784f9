/**
 * @file What was changed in the data, a sentence a step, with undo and redo. Below the classes; not there before the first change.
 */
import { displayName } from '../../../core/data/display-name.ts';
import type { DatasetEdit } from '../../../core/data/labels/dataset-edits.ts';
import { redoData, undoData } from '../../state/data-edits.ts';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';

const UNDO_ID = 'undo-edit';
/** Samples that a step names. */
const NAMED = 2;
/** Steps shown; the list scrolls. */
const SHOWN = 100;

/** Moves the focus here when what was pressed has gone with the edit. */
export function focusEdits(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body || document.activeElement === null)
      document.getElementById(UNDO_ID)?.focus({ preventScroll: true });
  });
}

/** The first samples that an edit is about: `(cat/1.png, cat/2.png and 3 more)`. */
function namesIn(edit: DatasetEdit | undefined): string {
  if (!edit || !('paths' in edit)) return '';
  const names = edit.paths.slice(0, NAMED).map((path) => displayName(path.split('/').slice(-2).join('/'), 60));
  const more = edit.paths.length - names.length;
  return `(${names.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}

export function EditHistory() {
  const { done, undone } = useData((state) => state.edits);
  const { past, future } = useData((state) => state.relabelled);
  const steps = useData((state) => state.steps);
  const source = useData((state) => state.source?.kind);
  const locked = useRun(isBusy);
  const busy = useData((state) => state.phase === 'importing') || locked;
  const made = done.length + past.length;
  const left = undone.length + future.length;
  if (made + left === 0) return null;
  const sentences = [...past.map(({ sentence }) => sentence), ...steps.map(({ sentence }, at) => `${sentence} ${namesIn(done[at])}`)];
  return (
    <section className="edits" aria-label="Changes to the data">
      <div className="edits-h">
        <h3>Changes</h3>
        <button
          type="button"
          id={UNDO_ID}
          className="ib"
          aria-label="Undo change"
          title="Undo change"
          aria-disabled={busy || made === 0}
          onClick={undoData}
        >
          <Icon name="undo" />
        </button>
        <button
          type="button"
          className="ib"
          aria-label="Redo change"
          title="Redo change"
          aria-disabled={busy || left === 0}
          onClick={redoData}
        >
          <Icon name="redo" />
        </button>
      </div>
      {made === 0 && <p className="help">All taken back.</p>}
      <ol reversed>
        {sentences
          .slice(-SHOWN)
          .reverse()
          .map((sentence, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name, and the same one may come twice
            <li key={sentences.length - at}>{sentence}</li>
          ))}
      </ol>
      {made > 0 && source !== 'own' && <p className="help">A link does not carry these changes.</p>}
    </section>
  );
}
