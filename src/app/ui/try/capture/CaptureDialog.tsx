/**
 * @file The frame of every capture dialog: title, what is seen, one main button, Close. Refusals take the place of what is seen. It has
 * the first focus on the main button, and gives it back to what opened it.
 */
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
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
  const first = useRef<HTMLButtonElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    // Closed before it is taken away, so that the browser gives the focus back.
    return () => element?.close();
  }, []);
  const isRefused = refusal !== '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: with a refusal the main button goes, and Close takes its place
  useEffect(() => first.current?.focus(), [isRefused]);
  return (
    <dialog ref={dialog} className="capture" aria-labelledby={id} onClose={() => !dialog.current?.open && onClose()}>
      <h2 id={id}>{title}</h2>
      {refusal ? <p role="alert">{refusal}</p> : children}
      <div className="row">
        {!refusal && (
          <button
            ref={first}
            type="button"
            className="btn primary"
            aria-disabled={!action.isReady}
            onClick={() => action.isReady && action.run()}
          >
            <Icon name={action.icon} />
            {action.label}
          </button>
        )}
        {!refusal && more}
        <button type="button" ref={isRefused ? first : undefined} className="btn" onClick={onClose}>
          Close
        </button>
      </div>
    </dialog>
  );
}
