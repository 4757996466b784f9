/**
 * @file What can be done with a class: rename, merge into another, select samples of it, drop it. Each takes effect at once and can be
 * taken back below the classes.
 */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { editData } from '../../state/data-edits.ts';
import { useData } from '../common/hooks.ts';
import { focusEdits } from './EditHistory.tsx';

interface Props {
  name: string;
  onSelect: () => void;
  /** The class has gone under another name. */
  onGone: () => void;
}

type Mode = 'tools' | 'rename' | 'merge';

/** Longest name that can be typed; imported ones are cut by `displayName`. */
export const NAME_LENGTH = 80;

export function ClassTools({ name, onSelect, onGone }: Props) {
  const [mode, setMode] = useState<Mode>('tools');
  const bar = useRef<HTMLDivElement>(null);
  const others = useData((state) => state.classes.length > 1);
  const back = () => {
    setMode('tools');
    requestAnimationFrame(() => bar.current?.querySelector('button')?.focus());
  };
  const edited = () => {
    onGone();
    focusEdits();
  };
  if (mode === 'rename') return <RenameForm name={name} onDone={edited} onCancel={back} />;
  if (mode === 'merge') return <MergeForm name={name} onDone={edited} onCancel={back} />;
  const drop = () => {
    editData({ kind: 'drop-class', className: name });
    edited();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a form group
    <div className="cl-tools" role="group" aria-label={`Change ${name}`} ref={bar}>
      <button type="button" className="btn s" onClick={() => setMode('rename')}>
        Rename
      </button>
      {others && (
        <button type="button" className="btn s" onClick={() => setMode('merge')}>
          Merge
        </button>
      )}
      <button type="button" className="btn s" data-select onClick={onSelect}>
        Select
      </button>
      <button type="button" className="btn s" title="Leave the class out" onClick={drop}>
        Drop
      </button>
    </div>
  );
}

interface FormProps {
  name: string;
  onDone: () => void;
  onCancel: () => void;
}

function RenameForm({ name, onDone, onCancel }: FormProps) {
  const [text, setText] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  const wanted = text.trim();
  const isThere = useData((state) => wanted !== name && state.classes.some((one) => one.name === wanted));
  useEffect(() => input.current?.select(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === '' || wanted === name) return onCancel();
    editData({ kind: 'rename-class', from: name, to: wanted });
    onDone();
  };
  return (
    <form className="cl-tools" onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      <input
        ref={input}
        className="text s"
        aria-label={`New name of ${name}`}
        value={text}
        maxLength={NAME_LENGTH}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="btn s">
        {isThere ? 'Merge' : 'Rename'}
      </button>
      <button type="button" className="btn s quiet" onClick={onCancel}>
        Cancel
      </button>
      {isThere && (
        <p className="help" role="status">
          There is a class of that name: the two become one.
        </p>
      )}
    </form>
  );
}

function MergeForm({ name, onDone, onCancel }: FormProps) {
  const classes = useData((state) => state.classes);
  const others = classes.filter((one) => one.name !== name);
  const [into, setInto] = useState(others[0]?.name ?? '');
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => select.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    editData({ kind: 'merge-classes', from: [name], into });
    onDone();
  };
  return (
    <form className="cl-tools" onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      <select
        ref={select}
        className="text s"
        aria-label={`Merge ${name} into`}
        value={into}
        onChange={(event) => setInto(event.target.value)}
      >
        {others.map((one) => (
          <option key={one.name} value={one.name}>
            into {one.name}
          </option>
        ))}
      </select>
      <button type="submit" className="btn s">
        Merge
      </button>
      <button type="button" className="btn s quiet" onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}
