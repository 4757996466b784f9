/**
 * @file The classes: name, count, and a row of thumbnails each. An opened class shows up to sixty and more on demand, and what can be done
 * with it (ClassTools.tsx). A thumbnail opens the viewer.
 */
import { useRef, useState } from 'react';
import { formatCount } from '../../charts/format.ts';
import type { SampleClass } from '../../state/arrange-data.ts';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { SampleStrip } from '../see/SampleStrip.tsx';
import { ClassTools } from './ClassTools.tsx';
import { samplesText } from './data-words.ts';
import { sampleActions } from './SampleActions.tsx';
import { SelectSamples } from './SelectSamples.tsx';
import { useSeen } from './use-seen.ts';

const FEW = 6;
const MANY = 60;
/** Classes shown before the rest is asked for; a set may have thousands. */
const CLASSES = 24;

export function ClassList() {
  const classes = useData((state) => state.classes);
  const [all, setAll] = useState(false);
  const shown = all ? classes : classes.slice(0, CLASSES);
  return (
    <>
      <ul className="classes">
        {shown.map((one) => (
          <ClassRow key={one.name} one={one} />
        ))}
      </ul>
      {shown.length < classes.length && (
        <button type="button" className="btn s more-classes" onClick={() => setAll(true)}>
          Show all {formatCount(classes.length)} classes
        </button>
      )}
    </>
  );
}

function ClassRow({ one }: { one: SampleClass }) {
  const [open, setOpen] = useState(false);
  const modality = useData((state) => state.form.modality);
  const count = one.samples.length;
  return (
    <li className={open ? 'open' : undefined}>
      <h3 className="cl-head">
        <button type="button" aria-expanded={open} title={open ? 'Show fewer' : 'Show all, rename, merge'} onClick={() => setOpen(!open)}>
          <span className="cl-name">{one.name}</span>
          {!one.usable && <span className="tag">left out</span>}
          <span className="cl-n">
            {formatCount(count)}
            <span className="sr"> {samplesText(count, modality).replace(/^\S+ /, '')}</span>
          </span>
          <Icon name="chevron" />
        </button>
      </h3>
      {open ? <OpenClass one={one} onGone={() => setOpen(false)} /> : <ClassStrip one={one} shown={FEW} />}
    </li>
  );
}

function ClassStrip({ one, shown }: { one: SampleClass; shown: number }) {
  const form = useData((state) => state.form);
  const locked = useRun(isBusy);
  const seen = useSeen();
  return (
    <SampleStrip
      form={form}
      samples={one.samples.map(seen)}
      shown={shown}
      label={`${one.name}, ${samplesText(one.samples.length, form.modality)}`}
      className={shown > FEW ? 'cl-th all' : 'cl-th'}
      {...(locked ? {} : { actions: sampleActions })}
    />
  );
}

function OpenClass({ one, onGone }: { one: SampleClass; onGone: () => void }) {
  const [shown, setShown] = useState(MANY);
  const [selecting, setSelecting] = useState(false);
  const locked = useRun(isBusy);
  const isSelecting = selecting && !locked;
  const box = useRef<HTMLDivElement>(null);
  const done = () => {
    setSelecting(false);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[data-select]')?.focus());
  };
  return (
    <div ref={box}>
      {!locked && !isSelecting && <ClassTools name={one.name} onSelect={() => setSelecting(true)} onGone={onGone} />}
      {isSelecting ? (
        <SelectSamples samples={one.samples} shown={shown} className={one.name} onDone={done} />
      ) : (
        <ClassStrip one={one} shown={shown} />
      )}
      {one.samples.length > shown && (
        <button type="button" className="btn s quiet cl-more" onClick={() => setShown(shown + 2 * MANY)}>
          Show more of {formatCount(one.samples.length)}
        </button>
      )}
    </div>
  );
}
