/**
 * @file Thumbnails by class with counts: six of each, up to sixty on demand.
 */
import { useState } from 'react';
import { formatCount } from '../../charts/format.ts';
import type { DataState } from '../../state/data-store.ts';
import { useData } from '../common/hooks.ts';
import { recordOf } from './record-of.ts';
import { SampleThumb } from './SampleThumb.tsx';

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

function ClassRow({ one }: { one: DataState['classes'][number] }) {
  const form = useData((state) => state.form);
  const folder = useData((state) => state.folder);
  const [open, setOpen] = useState(false);
  const shown = one.samples.slice(0, open ? MANY : FEW);
  const more = one.samples.length > FEW;
  const count = `${open && one.samples.length > MANY ? `${MANY} of ` : ''}${formatCount(one.samples.length)}`;
  const words = open ? 'show fewer' : 'show more';
  return (
    <li className={open ? 'open' : undefined}>
      <div className="cl-head">
        <span className="cl-name">{one.name}</span>
        {!one.usable && <span className="tag">left out</span>}
        {more ? (
          <button
            type="button"
            className="cl-n"
            aria-expanded={open}
            aria-label={`${count} ${one.name}, ${words}`}
            title={words}
            onClick={() => setOpen(!open)}
          >
            {count}
          </button>
        ) : (
          <span className="cl-n">{count}</span>
        )}
      </div>
      <div className={open ? 'cl-th all' : 'cl-th'}>
        {shown.map((sample) => (
          <SampleThumb key={sample.path} form={form} record={recordOf(sample, form, folder)} label={sample.path} />
        ))}
      </div>
    </li>
  );
}
