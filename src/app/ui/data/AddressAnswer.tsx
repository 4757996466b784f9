/**
 * @file What came of asking for an address: being asked, what is behind it, how far its download is, or why not. Stands where
 * it was asked for, below the field or in the notice of a link. One button takes the place of another under the focus.
 */
import { useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { AddressPreview } from '../../../worker/address-protocol.ts';
import { formatBytes } from '../../charts/format.ts';
import { type AddressState, addressStore, cancelAddress, downloadAsked, forgetAddress } from '../../state/address-store.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { datasetWords, fileWords, progressWords } from './address-words.ts';
import '../../styles/address.css';

export function AddressAnswer({ place, disabled }: { place: AddressState['place']; disabled: boolean }) {
  const state = useStore(addressStore);
  const { phase, preview, progress, problem, kept } = state;
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(phase);
  useLayoutEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    // The pressed button is gone, so the page's body has the focus.
    if (document.activeElement === document.body) box.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [phase]);
  if (state.place !== place) return null;
  return (
    <div className="address-answer" ref={box}>
      {phase === 'looking' && (
        <p className="row">
          <span className="help">Looking at what is there …</span>
          <CancelButton />
        </p>
      )}
      {preview && phase !== 'looking' && <Preview preview={preview} />}
      {phase === 'found' && preview && (
        <p className="row">
          <button
            type="button"
            className="btn primary"
            aria-disabled={disabled}
            onClick={disabled ? undefined : () => void downloadAsked()}
          >
            <Icon name="download" />
            {downloadWords(preview, kept)}
          </button>
          <button type="button" className="btn" onClick={forgetAddress}>
            Hide
          </button>
        </p>
      )}
      {phase === 'loading' && progress && (
        <div className="address-bar">
          <p>{progressWords(progress)}</p>
          <progress
            aria-label="Downloaded"
            value={progress.total === null ? undefined : progress.loaded}
            max={progress.total ?? undefined}
          />
          <CancelButton />
        </div>
      )}
      {phase === 'idle' && !problem && kept > 0 && (
        <p className="help" role="status">
          Cancelled at {formatBytes(kept)}, kept until this page is closed.
        </p>
      )}
      {problem && phase !== 'loading' && <ProblemNotice problem={problem} />}
    </div>
  );
}

function Preview({ preview }: { preview: AddressPreview }) {
  if (preview.kind === 'file')
    return (
      <div className="address-found">
        <b>{preview.name}</b>
        <p className="help">{fileWords(preview)}</p>
      </div>
    );
  return (
    <div className="address-found">
      <b>{preview.repo}</b>
      {datasetWords(preview).map((line) => (
        <p key={line} className="help">
          {line}
        </p>
      ))}
      <p className="help">
        From Hugging Face, commit <span className="file">{preview.commit.slice(0, 12)}</span>. Its page states the licence.
      </p>
    </div>
  );
}

function downloadWords({ bytes }: AddressPreview, kept: number): string {
  if (bytes === null) return kept > 0 ? `Go on (${formatBytes(kept)} are here)` : 'Download';
  return kept > 0 && kept < bytes ? `Go on (${formatBytes(bytes - kept)} left)` : `Download ${formatBytes(bytes)}`;
}

function CancelButton() {
  return (
    <button type="button" className="btn s" onClick={cancelAddress}>
      Cancel
    </button>
  );
}
