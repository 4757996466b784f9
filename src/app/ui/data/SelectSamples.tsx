/**
 * @file Several samples of a class or of a finding: pressed ones are marked, Shift marks all between, arrow keys walk, and what is marked is
 * moved or deleted at once.
 */
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import { formatCount } from '../../charts/format.ts';
import { editData } from '../../state/data-edits.ts';
import { useData } from '../common/hooks.ts';
import { MoveTo } from './MoveTo.tsx';
import { recordOf } from './record-of.ts';
import { SampleThumb } from './SampleThumb.tsx';

interface Props {
  samples: readonly ParsedSample[];
  /** The class that they are all of; null where they are of several. */
  className: string | null;
  /** Marked at first. */
  marked?: readonly string[];
  onDone: () => void;
}

export function SelectSamples({ samples, className, marked = [], onDone }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set(marked));
  const here = samples.filter(({ path }) => selected.has(path)).map(({ path }) => path);
  const all = here.length === samples.length;
  const act = (edit: () => void) => {
    edit();
    setSelected(new Set());
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a form group */}
      <div className="cl-tools" role="group" aria-label="Selected samples">
        <b className="sel-n" role="status">
          {formatCount(here.length)} selected
        </b>
        <button type="button" className="btn s quiet" onClick={() => setSelected(new Set(all ? [] : samples.map(({ path }) => path)))}>
          {all ? 'None' : 'All'}
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
      <Grid samples={samples} selected={selected} onChange={setSelected} />
    </>
  );
}

interface GridProps {
  samples: readonly ParsedSample[];
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

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
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.min(samples.length - 1, Math.max(0, current + step));
    setStop(to);
    grid.current?.querySelectorAll('button')[to]?.focus();
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
