/**
 * @file The row under a looked-up model: Download, its progress, Go on, or Use. It keeps its height, and the focus stays in
 * it when one button takes the place of another.
 */
import { useLayoutEffect, useRef } from 'react';
import type { ModelPreview } from '../../../worker/protocol.ts';
import { formatBytes } from '../../charts/format.ts';
import type { Download } from '../../state/hub-store.ts';
import { Icon } from '../common/Icon.tsx';
import type { Role } from './hub-words.ts';

export interface HubActionsProps {
  role: Role;
  preview: ModelPreview;
  fits: boolean;
  /** Id of the sentence that says why it does not fit. */
  fitId: string;
  /** The download in progress, of this model or another. */
  download: Download | null;
  /** The download of this model that the reader ended. */
  cancelled: Download | null;
  /** What came of a download is kept when it ends early. */
  isKept: boolean;
  /** The browser's storage had no room for it. */
  inMemory: boolean;
  chosen: boolean;
  onDownload: () => void;
  onCancel: () => void;
  onUse: () => void;
}

export function HubActions(props: HubActionsProps) {
  const { preview, download } = props;
  const row = useRef<HTMLDivElement>(null);
  const phase = download?.id === preview.card.id ? 'loading' : preview.cached ? 'here' : 'there';
  const before = useRef(phase);
  useLayoutEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    // The pressed button is gone, so the page's body has the focus.
    const active = document.activeElement;
    if (active === document.body || row.current?.contains(active)) row.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [phase]);
  return (
    <div className="hub-act" ref={row}>
      {phase === 'loading' ? <Loading {...props} /> : phase === 'here' ? <Here {...props} /> : <There {...props} />}
    </div>
  );
}

function Loading({ preview, download, onCancel }: HubActionsProps) {
  const { loaded = 0, total = 0 } = download ?? {};
  const known = total > 0;
  const words = known
    ? `${loaded === 0 ? '0' : formatBytes(loaded)} of ${formatBytes(total)}`
    : preview.cached
      ? 'Being opened …'
      : 'Starting …';
  return (
    <>
      <span className="hub-bar">
        <span>{words}</span>
        <progress aria-label="Downloaded" value={known ? loaded : undefined} max={known ? total : undefined} />
      </span>
      <button type="button" className="btn" key="cancel" onClick={onCancel}>
        Cancel
      </button>
    </>
  );
}

function Here({ role, preview, fits, fitId, download, inMemory, chosen, onUse }: HubActionsProps) {
  const waits = !fits || download !== null;
  return (
    <>
      <button
        type="button"
        className={fits ? 'btn primary' : 'btn'}
        key="use"
        aria-disabled={waits}
        aria-describedby={fits ? undefined : fitId}
        onClick={waits ? undefined : onUse}
      >
        {chosen ? 'Done' : `Use as ${role}`}
      </button>
      <span className="help">
        {inMemory
          ? `In memory until this page is closed, ${formatBytes(preview.card.bytes)}.`
          : `On this computer, ${formatBytes(preview.card.bytes)}.`}
      </span>
    </>
  );
}

function There({ preview, fits, download, cancelled, isKept, onDownload }: HubActionsProps) {
  const { bytes } = preview.card;
  const left = cancelled && isKept ? cancelled.total - cancelled.loaded : 0;
  const words =
    left > 0 ? `Go on (${formatBytes(left)} left)` : fits ? `Download ${formatBytes(bytes)}` : `Download ${formatBytes(bytes)} anyway`;
  const waits = download !== null;
  return (
    <>
      <button
        type="button"
        className={fits ? 'btn primary' : 'btn'}
        key="get"
        aria-disabled={waits}
        onClick={waits ? undefined : onDownload}
      >
        <Icon name="download" />
        {words}
      </button>
      <span className="help" role="status">
        {cancelled
          ? `Cancelled${cancelled.loaded > 0 ? ` at ${formatBytes(cancelled.loaded)}` : ''}${left > 0 ? ', kept for a day' : ''}.`
          : `${preview.sha256 ? 'Checked by SHA-256' : 'Checked by its size'}, kept in this browser.`}
      </span>
    </>
  );
}
