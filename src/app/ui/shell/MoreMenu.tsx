/**
 * @file The phone's menu: what the bar has no room for.
 */
import { redo, undo } from '../../state/actions.ts';
import { isBusy } from '../../state/run-store.ts';
import { useConfig, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { openHelp } from './HelpDialog.tsx';
import { ThemeChoices } from './ThemeMenu.tsx';

export function MoreMenu() {
  const canUndo = useConfig((state) => state.past.length > 0);
  const canRedo = useConfig((state) => state.future.length > 0);
  const busy = useRun(isBusy);
  return (
    <>
      <button type="button" className="ib menu" title="More" aria-label="More" popoverTarget="more-menu">
        <Icon name="more" />
      </button>
      <div id="more-menu" className="pop narrow" popover="auto">
        <div className="choices">
          <button type="button" className="choice plain" disabled={!canUndo || busy} onClick={undo}>
            <Icon name="undo" />
            Undo setting
          </button>
          <button type="button" className="choice plain" disabled={!canRedo || busy} onClick={redo}>
            <Icon name="redo" />
            Redo setting
          </button>
          <button type="button" className="choice plain" popoverTarget="more-menu" popoverTargetAction="hide" onClick={openHelp}>
            <Icon name="help" />
            Help
          </button>
        </div>
        <ThemeChoices />
      </div>
    </>
  );
}
