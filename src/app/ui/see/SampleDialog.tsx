/**
 * @file The viewer: one sample large, what is known of it, and what can be done with it. Arrow keys and buttons go to the neighbours.
 * Loaded when a thumbnail is opened; a native dialog, so that Escape closes it and the focus goes back.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RecordForm } from '../../../core/data/record-form.ts';
import { formatCount } from '../../charts/format.ts';
import { Icon } from '../common/Icon.tsx';
import { AudioView } from './AudioView.tsx';
import { ClipView } from './ClipView.tsx';
import { factRows } from './fact-rows.ts';
import { PictureView } from './PictureView.tsx';
import { PointView } from './PointView.tsx';
import { nameOf, type SeenSample } from './seen-sample.ts';
import { useRecord } from './use-record.ts';
import '../../styles/viewer.css';

interface Props {
  form: RecordForm;
  samples: readonly SeenSample[];
  /** Path of the sample that is shown first. */
  start: string;
  actions?: ((sample: SeenSample, close: () => void) => ReactNode) | undefined;
  /** @param seen path of the sample that was shown last */
  onClose: (seen: string) => void;
}

export function SampleDialog({ form, samples, start, actions, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const { at, go } = useWalk(samples, start);
  const sample = samples[at];
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    title.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const element = dialog.current;
    // Closed before it is taken away, so that the browser gives the focus back to the thumbnail.
    return () => element?.close();
  }, []);
  const isGone = sample === undefined;
  useEffect(() => {
    if (isGone) dialog.current?.close();
  }, [isGone]);
  const onClosed = () => !dialog.current?.open && onClose(sample?.path ?? '');
  // The same element, closed before it is taken away.
  if (!sample) return <dialog ref={dialog} className="viewer" onClose={onClosed} />;
  const close = () => dialog.current?.close();
  const onKey = (event: KeyboardEvent) => {
    const isTaken = event.target instanceof Element && event.target.closest('input, select, textarea, [data-keys]') !== null;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (isTaken || step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(at + step);
  };
  return (
    <dialog
      ref={dialog}
      className="viewer"
      aria-labelledby="viewer-t"
      onClose={onClosed}
      onKeyDown={onKey}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="viewer-in">
        <header>
          <div>
            <h2 id="viewer-t" ref={title} tabIndex={-1}>
              {nameOf(sample)}
            </h2>
            <p className="help">{placeWords(sample)}</p>
          </div>
          {samples.length > 1 && <Neighbours at={at} count={samples.length} go={go} />}
          <button type="button" className="ib" aria-label="Close" title="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <View key={sample.path} form={form} sample={sample} />
        <div className="viewer-side">
          <dl>
            {factRows(sample, form).map(([term, text]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          {actions && <div className="row">{actions(sample, close)}</div>}
        </div>
        <p className="sr" role="status">
          {nameOf(sample)}, {formatCount(at + 1)} of {formatCount(samples.length)}
        </p>
      </div>
    </dialog>
  );
}

/** Its class, and which part of the split has it. */
function placeWords({ className, part }: SeenSample): string {
  return [className, part === null || part === 'not used' ? part : `${part} part`].filter((words) => words !== null).join(' · ');
}

/** Which sample is shown. One that was deleted or moved away gives its place to the next. */
function useWalk(samples: readonly SeenSample[], start: string): { at: number; go: (to: number) => void } {
  const [shown, setShown] = useState({ path: start, at: 0 });
  const found = samples.findIndex(({ path }) => path === shown.path);
  const at = found >= 0 ? found : Math.min(shown.at, samples.length - 1);
  const path = samples[at]?.path ?? '';
  if (path !== shown.path || at !== shown.at) setShown({ path, at });
  const go = (to: number) => {
    const next = Math.min(samples.length - 1, Math.max(0, to));
    setShown({ path: samples[next]?.path ?? '', at: next });
  };
  return { at, go };
}

function Neighbours({ at, count, go }: { at: number; count: number; go: (to: number) => void }) {
  return (
    <nav className="neighbours" aria-label="Samples of the class">
      <button
        type="button"
        className="ib prev"
        aria-label="Previous sample"
        title="Previous (←)"
        aria-disabled={at === 0}
        onClick={() => go(at - 1)}
      >
        <Icon name="chevron" />
      </button>
      <span>
        {formatCount(at + 1)} of {formatCount(count)}
      </span>
      <button
        type="button"
        className="ib next"
        aria-label="Next sample"
        title="Next (→)"
        aria-disabled={at === count - 1}
        onClick={() => go(at + 1)}
      >
        <Icon name="chevron" />
      </button>
    </nav>
  );
}

/** The large view; what it needs of the original it asks for itself. */
function View({ form, sample }: { form: RecordForm; sample: SeenSample }) {
  const { values, isGone } = useRecord(sample.record);
  if (!values)
    return (
      <div className="view">
        <p className="help" role="status">
          {isGone ? 'Its record is no longer in the browser’s storage. Import the data again.' : 'Reading …'}
        </p>
      </div>
    );
  switch (form.modality) {
    case 'image':
      return <PictureView form={form} pixels={values as Uint8Array} sample={sample} />;
    case 'audio':
      return <AudioView form={form} values={values as Float32Array} sample={sample} />;
    case 'point':
      return <PointView form={form} points={values as Float32Array} sample={sample} />;
    case 'video':
      return <ClipView form={form} frames={values as Uint8Array} sample={sample} />;
    default:
      return form satisfies never;
  }
}
