/**
 * @file The samples that a remark of the data report is about, group by group with their classes; to be looked at, or marked and moved or
 * deleted.
 */
import { useRef, useState } from 'react';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import { formatCount } from '../../charts/format.ts';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { SampleStrip } from '../see/SampleStrip.tsx';
import { sampleActions } from './SampleActions.tsx';
import { SelectSamples } from './SelectSamples.tsx';
import { useSeen } from './use-seen.ts';

/** Groups shown at first and with each press, and samples of one group. */
const GROUPS = 8;
const SAMPLES = 24;
/** Samples that are shown to be marked. */
const SELECTED = 240;

interface Props {
  groups: readonly (readonly ParsedSample[])[];
  /** Paths that are marked when marking begins. */
  marked: readonly string[];
}

export function FoundSamples({ groups, marked }: Props) {
  const form = useData((state) => state.form);
  const locked = useRun(isBusy);
  const seen = useSeen();
  const [shown, setShown] = useState(GROUPS);
  const [selecting, setSelecting] = useState(false);
  const select = useRef<HTMLButtonElement>(null);
  const done = () => {
    setSelecting(false);
    requestAnimationFrame(() => select.current?.focus());
  };
  if (selecting && !locked)
    return <SelectSamples samples={groups.flat()} shown={SELECTED} className={null} marked={marked} onDone={done} />;
  return (
    <>
      {groups.slice(0, shown).map((group) => {
        const names = [...new Set(group.map(({ className }) => className))].join(', ');
        return (
          <div key={group[0]?.path ?? ''}>
            <p className="help">{group.length > SAMPLES ? `${names}, ${SAMPLES} of ${formatCount(group.length)}` : names}</p>
            <SampleStrip
              form={form}
              samples={group.map(seen)}
              shown={SAMPLES}
              label={`${names}, ${formatCount(group.length)} samples`}
              className="cl-th all"
              {...(locked ? {} : { actions: sampleActions })}
            />
          </div>
        );
      })}
      <div className="row">
        {groups.length > shown && (
          <button type="button" className="btn s quiet" onClick={() => setShown(shown + 2 * GROUPS)}>
            Show more of {formatCount(groups.length)} groups
          </button>
        )}
        {!locked && (
          <button type="button" className="btn s quiet" ref={select} onClick={() => setSelecting(true)}>
            Select
          </button>
        )}
      </div>
    </>
  );
}
