/**
 * @file Several samples of a class or of a finding: pressed ones are marked, Shift marks all between, arrow keys walk, and what is marked is
 * moved or deleted at once. Also those that are not shown, where all are marked.
 */
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import { formatCount } from '../../charts/format.ts';
import { editData } from '../../state/data-edits.ts';
import { useData } from '../common/hooks.ts';
import { columnsOf, walkTo } from '../see/walk-to.ts';
import { focusEdits } from './EditHistory.tsx';
import { MoveTo } from './MoveTo.tsx';
import { recordOf } from './record-of.ts';
import { SampleThumb } from './SampleThumb.tsx';

interface Props {
  /** All that can be marked. */
  samples: readonly ParsedSample[];
  /** How many of them are shown. */
  shown: number;
  /** The class that they are all of; null where they are of several. */
  className: string | null;
  /** Marked at first. */
  marked?: readonly string[];
  onDone: () => void;
}

export function SelectSamples({ samples, shown, className, marked = [], onDone }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set(marked));
  const here = samples.filter(({ path }) => selected.has(path)).map(({ path }) => path);
  const all = here.length === samples.length;
  const hidden = here.length - samples.slice(0, shown).filter(({ path }) => selected.has(path)).length;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    focusStop(box.current);
  }, []);
  const act = (edit: () => void) => {
    edit();
    setSelected(new Set());
    // The button has nothing more to do; if the class has gone, the history has.
    requestAnimationFrame(() => {
      if (!focusStop(box.current)) focusEdits();
    });
  };
  return (
    <div ref={box}>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a form group */}
      <div className="cl-tools" role="group" aria-label="Selected samples">
        <b className="sel-n" role="status">
          {formatCount(here.length)} selected{hidden > 0 && `, ${formatCount(hidden)} of them not shown`}
        </b>
        <button type="button" className="btn s quiet" onClick={() => setSelected(new Set(all ? [] : samples.map(({ path }) => path)))}>
          {all ? 'None' : `All ${formatCount(samples.length)}`}
        </button>
        <button type="button" className="btn s" onClick={onDone}>
          Done
        </button>
        <MoveTo
          from={className}
          disabled={here.length === 0}
          onMove={(to) => act(() => editData({ kind: 'move-samples', paths: here, to }))}
        />
        <button
          type="button"
          className="btn s"
          disabled={here.length === 0}
          onClick={() => act(() => editData({ kind: 'delete-samples', paths: here }))}
        >
          Delete
        </button>
      </div>
      <Grid samples={samples.slice(0, shown)} selected={selected} onChange={setSelected} />
    </div>
  );
}

/** Gives the focus to the thumbnail that the Tab key reaches. @returns false where there is none */
function focusStop(box: HTMLElement | null): boolean {
  const stop = box?.isConnected ? box.querySelector<HTMLElement>('.th-s[tabindex="0"]') : null;
  stop?.focus({ preventScroll: true });
  return stop !== null;
}

interface GridProps {
  samples: readonly ParsedSample[];
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
}

function Grid({ samples, selected, onChange }: GridProps) {
  const form = useData((state) => state.form);
  const folder = useData((state) => state.folder);
  const grid = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const current = Math.min(stop, samples.length - 1);
  const press = (at: number, event: MouseEvent) => {
    const path = samples[at]?.path ?? '';
    const next = new Set(selected);
    const isOn = !selected.has(path);
    const [from, to] = event.shiftKey ? [Math.min(current, at), Math.max(current, at)] : [at, at];
    for (const { path: each } of samples.slice(from, to + 1)) isOn ? next.add(each) : next.delete(each);
    setStop(at);
    onChange(next);
  };
  const walk = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const to = walkTo(event.key, current, buttons.length, columnsOf(buttons));
    if (to === null) return;
    event.preventDefault();
    setStop(to);
    buttons[to]?.focus();
  };
  return (
    <div className="cl-th all" role="toolbar" aria-label="Samples to select" ref={grid} onKeyDown={walk}>
      {samples.map((sample, at) => (
        <button
          key={sample.path}
          type="button"
          className="th-s"
          aria-pressed={selected.has(sample.path)}
          tabIndex={at === current ? 0 : -1}
          onClick={(event) => press(at, event)}
        >
          <SampleThumb form={form} record={recordOf(sample, form, folder)} label={sample.path} />
        </button>
      ))}
    </div>
  );
}
