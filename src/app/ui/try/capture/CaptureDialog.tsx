/**
 * @file The frame of every capture dialog: what is seen, one main button, Close. Refusals take the place of what is seen.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import type { IconName } from '../../common/Icon.tsx';
import { Icon } from '../../common/Icon.tsx';

interface Props {
  title: string;
  refusal: string;
  action: { label: string; icon: IconName; isReady: boolean; run: () => void };
  /** Further buttons, between the main one and Close. */
  more?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

export function CaptureDialog({ title, refusal, action, more, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="capture" aria-label={title} onClose={onClose}>
      {refusal ? <p role="alert">{refusal}</p> : children}
      <div className="row">
        {!refusal && (
          <button type="button" className="btn primary" disabled={!action.isReady} onClick={action.run}>
            <Icon name={action.icon} />
            {action.label}
          </button>
        )}
        {!refusal && more}
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </div>
    </dialog>
  );
}
