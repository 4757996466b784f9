/**
 * @file The bar on top: brand, experiment, backend, memory, undo, theme, help, share.
 */
import { formatBytes } from '../../charts/format.ts';
import { redo, undo } from '../../state/actions.ts';
import { isBusy } from '../../state/run-store.ts';
import { useConfig, useData, useEngine, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { modelName } from '../train/model-name.ts';
import { BackendBadge } from './BackendBadge.tsx';
import { openHelp } from './HelpDialog.tsx';
import { Logo } from './Logo.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { ShareButton } from './ShareButton.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

export function TopBar() {
  return (
    <header className="top">
      <h1 className="brand">
        <Logo />
        <span>M2PT playground</span>
      </h1>
      <ExperimentName />
      <div className="top-r">
        <BackendBadge />
        <Memory />
        <UndoButtons />
        <ThemeMenu />
        <button type="button" className="ib help-b" title="Help (?)" aria-label="Help" onClick={openHelp}>
          <Icon name="help" />
        </button>
        <ShareButton />
        <MoreMenu />
      </div>
    </header>
  );
}

function ExperimentName() {
  const name = useData((state) => state.name);
  const auxiliary = useConfig((state) => state.config.auxiliary);
  if (name === '') return null;
  const partner = auxiliary === 'none' ? 'without an auxiliary' : `with ${modelName(auxiliary)}`;
  return (
    <p className="runname">
      <span>
        {name} {partner}
      </span>
    </p>
  );
}

/** The meter is full at 1 GB, the point where small machines begin to suffer. */
const FULL_BYTES = 1e9;

function Memory() {
  const bytes = useEngine((state) => state.memoryBytes);
  if (bytes === 0) return null;
  return (
    <span className="mem">
      <meter className="sr" min={0} max={FULL_BYTES} value={Math.min(bytes, FULL_BYTES)} aria-label="Memory that tensors hold" />
      <i style={{ '--p': `${Math.min(100, (100 * bytes) / FULL_BYTES)}%` }} aria-hidden="true" />
      <span>
        Memory <b>{formatBytes(bytes)}</b>
      </span>
    </span>
  );
}

function UndoButtons() {
  const canUndo = useConfig((state) => state.past.length > 0);
  const canRedo = useConfig((state) => state.future.length > 0);
  const busy = useRun(isBusy);
  return (
    <span className="grp undo">
      <button type="button" className="ib" title="Undo setting" aria-label="Undo setting" disabled={!canUndo || busy} onClick={undo}>
        <Icon name="undo" />
      </button>
      <button type="button" className="ib" title="Redo setting" aria-label="Redo setting" disabled={!canRedo || busy} onClick={redo}>
        <Icon name="redo" />
      </button>
    </span>
  );
}
