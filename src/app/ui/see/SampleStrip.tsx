/**
 * @file Samples in a row: one stop of the Tab key, arrow keys walk along, Enter or a press opens the viewer, which walks through all
 * samples, also those that the row does not show. For class rows, the watch list and Try; the viewer is loaded when it is first opened.
 */
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { RecordForm } from '../../../core/data/record-form.ts';
import { ErrorBoundary } from '../common/ErrorBoundary.tsx';
import { focusEdits } from '../data/EditHistory.tsx';
import { SampleThumb } from '../data/SampleThumb.tsx';
import { nameOf, type SeenSample } from './seen-sample.ts';
import { columnsOf, walkTo } from './walk-to.ts';

const SampleDialog = lazy(() => import('./SampleDialog.tsx').then((module) => ({ default: module.SampleDialog })));

interface Props {
  form: RecordForm;
  samples: readonly SeenSample[];
  /** How many have a thumbnail; all by default. */
  shown?: number;
  /** What the row is, for assistive technology: `rings, 200 samples`. */
  label: string;
  /** Of the row; `strip` alone puts the thumbnails beside each other. */
  className?: string;
  thumbClass?: string;
  /** What can be done with the sample that the viewer shows. */
  actions?: (sample: SeenSample, close: () => void) => ReactNode;
}

export function SampleStrip({ form, samples, shown = samples.length, label, className = 'strip', thumbClass = '', actions }: Props) {
  const [opened, setOpened] = useState<string | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const visible = samples.slice(0, shown);
  const [stop, setStop] = useState(0);
  const current = Math.min(stop, visible.length - 1);
  /** The focus goes to the sample that was seen last, where it has a thumbnail, else to the last that has one. */
  const close = (seen: string) => {
    setOpened(null);
    requestAnimationFrame(() => {
      const thumbs = [...(row.current?.querySelectorAll<HTMLElement>('.th-b') ?? [])];
      const at = samples.findIndex(({ path }) => path === seen);
      const thumb = thumbs[at < 0 ? current : at] ?? thumbs.at(-1);
      if (thumb?.offsetParent) thumb.focus();
      else focusEdits();
    });
  };
  const walk = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    // On a phone the style sheet hides the last ones.
    const seen = [...(row.current?.querySelectorAll<HTMLElement>('.th-b') ?? [])].filter((one) => one.offsetParent !== null);
    const to = walkTo(event.key, current, seen.length, columnsOf(seen));
    if (to === null) return;
    event.preventDefault();
    setStop(to);
    seen[to]?.focus();
  };
  return (
    <>
      <div ref={row} className={className} role="toolbar" aria-label={label} onKeyDown={walk}>
        {visible.map((sample, at) => (
          <ThumbButton
            key={sample.path}
            form={form}
            sample={sample}
            className={thumbClass}
            isStop={at === current}
            onFocus={() => setStop(at)}
            onOpen={() => setOpened(sample.path)}
          />
        ))}
      </div>
      {opened !== null &&
        createPortal(
          // In the page's root, so that no rule for what stands around the row reaches it.
          <ErrorBoundary what="The sample">
            <Suspense>
              <SampleDialog form={form} samples={samples} start={opened} actions={actions} onClose={close} />
            </Suspense>
          </ErrorBoundary>,
          document.body,
        )}
    </>
  );
}

interface ThumbButtonProps {
  form: RecordForm;
  sample: SeenSample;
  className: string;
  /** The one that the Tab key reaches. */
  isStop: boolean;
  onFocus: () => void;
  onOpen: () => void;
}

function ThumbButton({ form, sample, className, isStop, onFocus, onOpen }: ThumbButtonProps) {
  const [playing, setPlaying] = useState(false);
  return (
    <button
      type="button"
      className="th-b"
      tabIndex={isStop ? 0 : -1}
      aria-haspopup="dialog"
      onFocus={() => {
        setPlaying(true);
        onFocus();
      }}
      onBlur={() => setPlaying(false)}
      onClick={onOpen}
    >
      <SampleThumb form={form} record={sample.record} label={nameOf(sample)} className={className} playing={playing} />
    </button>
  );
}
