/**
 * @file Help: the three steps in a sentence each, the words of the page, and the keys.
 */

import { Formula } from '../common/Formula.tsx';
import { Icon } from '../common/Icon.tsx';
import { AboutMethod } from '../try/AboutMethod.tsx';

const ID = 'help';

/** Opens the dialog. It closes with Esc, its button, or a press beside it. */
export function openHelp(): void {
  const dialog = document.getElementById(ID);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl or ⌘ + Z', 'undo the last change, of settings or data'],
  ['Shift + Ctrl or ⌘ + Z', 'redo it'],
  ['?', 'this help'],
  ['Arrow keys', 'walk the λ of a block in the diagram, and samples, also in the viewer'],
  ['Esc', 'close what floats'],
];

export function HelpDialog() {
  return (
    <dialog id={ID} className="help-d" aria-labelledby="help-h" closedby="any">
      <form method="dialog" className="help-h">
        <h2 id="help-h">Help</h2>
        <button type="submit" className="ib" aria-label="Close" title="Close">
          <Icon name="close" />
        </button>
      </form>
      <dl className="terms">
        <dt>Data</dt>
        <dd>
          Pictures, sounds, point clouds or clips: drop a folder with one sub-folder for each class, or a zip of it. What the files are is
          found out by itself. Open a class to rename, merge or drop it; every change can be taken back. Nothing is uploaded.
        </dd>
        <dt>Train</dt>
        <dd>
          The baseline trains the target alone. The pathway trains it with every linear layer as <Formula />. Both start from the same seed
          and see the same batches, so that a difference comes from the pathway or from chance; more paired seeds tell which.
        </dd>
        <dt>Try</dt>
        <dd>
          Merge folds <Formula /> into one matrix a layer. The merged model gives the same answers at the cost of the baseline.
        </dd>
        <dt>Target</dt>
        <dd>The model that sees your data.</dd>
        <dt>Auxiliary</dt>
        <dd>A model that was trained on another modality. It never sees your data; it lends its weights.</dd>
        <dt>λ</dt>
        <dd>How much of an auxiliary layer is added to its partner. It starts at 0 and is learned.</dd>
        <dt>Paired seed</dt>
        <dd>One run of each arm from the same seed. The verdict compares within pairs.</dd>
      </dl>
      <h3>Keys</h3>
      <dl className="terms keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <AboutMethod />
    </dialog>
  );
}
