/**
 * @file The classes: name, count, and a row of thumbnails each. An opened class shows up to sixty and more on demand, and what can be done
 * with it (ClassTools.tsx). Several can be marked and made one (MergeClasses.tsx). A thumbnail opens the viewer.
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
import { MergeClasses, onEscape } from './MergeClasses.tsx';
import { sampleActions } from './SampleActions.tsx';
import { SelectSamples } from './SelectSamples.tsx';
import { useSeen } from './use-seen.ts';

const FEW = 6;
const MANY = 60;
/** Classes shown before the rest is asked for; a set may have thousands. */
const CLASSES = 24;

export function ClassList() {
  const classes = useData((state) => state.classes);
  const locked = useRun(isBusy);
  const [all, setAll] = useState(false);
  /** Null while none are to be marked. */
  const [marks, setMarks] = useState<readonly string[] | null>(null);
  const start = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const shown = all ? classes : classes.slice(0, CLASSES);
  const marking = marks !== null && !locked;
  // What was marked may have gone with an undo.
  const marked = (marks ?? []).filter((name) => classes.some((one) => one.name === name));
  const leave = () => {
    setMarks(null);
    requestAnimationFrame(() => start.current?.focus());
  };
  const begin = () => {
    setMarks([]);
    requestAnimationFrame(() => list.current?.querySelector('input')?.focus());
  };
  return (
    <>
      {classes.length > 2 && !locked && !marking && (
        <p className="cl-bar">
          <button ref={start} type="button" className="btn s quiet" title="Make one class of several" onClick={begin}>
            Merge several
          </button>
        </p>
      )}
      {marking && <MergeClasses marked={marked} onDone={(merged) => (merged ? setMarks(null) : leave())} />}
      <ul className="classes" ref={list} onKeyDown={marking ? onEscape(leave) : undefined}>
        {shown.map((one) =>
          marking ? (
            <MarkRow
              key={one.name}
              one={one}
              isOn={marked.includes(one.name)}
              onChange={(isOn) => setMarks(isOn ? [...marked, one.name] : marked.filter((name) => name !== one.name))}
            />
          ) : (
            <ClassRow key={one.name} one={one} />
          ),
        )}
      </ul>
      {shown.length < classes.length && (
        <button type="button" className="btn s more-classes" onClick={() => setAll(true)}>
          Show all {formatCount(classes.length)} classes
        </button>
      )}
    </>
  );
}

/** A class that can be marked; its samples stay in sight. */
function MarkRow({ one, isOn, onChange }: { one: SampleClass; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <li>
      <h3 className="cl-head">
        <label>
          <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
          <span className="cl-name">{one.name}</span>
          <span className="cl-n">{formatCount(one.samples.length)}</span>
        </label>
      </h3>
      <ClassStrip one={one} shown={FEW} />
    </li>
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
