/**
 * @file Several classes made one: marked in the list of classes (ClassList.tsx), under the name of the one that was marked first or under
 * another one. Takes effect at once and can be taken back below the classes.
 */
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { formatCount } from '../../charts/format.ts';
import { editData } from '../../state/data-edits.ts';
import { useData } from '../common/hooks.ts';
import { NAME_LENGTH } from './ClassTools.tsx';
import { samplesText } from './data-words.ts';
import '../../styles/merge-classes.css';
import { focusEdits } from './EditHistory.tsx';

interface Props {
  /** In the order in which they were marked. */
  marked: readonly string[];
  /** `merged` tells whether they are one now. */
  onDone: (merged: boolean) => void;
}

export function MergeClasses({ marked, onDone }: Props) {
  const classes = useData((state) => state.classes);
  const modality = useData((state) => state.form.modality);
  /** Null as long as nothing was typed. */
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? marked[0] ?? '';
  const into = name.trim();
  const waits = marked.length < 2 || into === '';
  const isOther = marked.length > 0 && !marked.includes(into) && classes.some((one) => one.name === into);
  const counts = classes.filter((one) => marked.includes(one.name)).map(({ samples }) => samples.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (waits) return;
    editData({ kind: 'merge-classes', from: marked, into });
    onDone(true);
    focusEdits();
  };
  return (
    <form className="cl-tools cl-merge" aria-label="Merge classes" onSubmit={submit} onKeyDown={onEscape(() => onDone(false))}>
      <p className="help" role="status">
        {marked.length < 2
          ? 'Mark two or more classes that are to be one.'
          : `${formatCount(marked.length)} classes marked, ${samplesText(total, modality)}.${isOther ? ` ${into} is there already and joins them.` : ''}`}
      </p>
      <input
        className="text s"
        aria-label="Name of the merged class"
        value={name}
        placeholder="Name"
        maxLength={NAME_LENGTH}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="btn s" aria-disabled={waits}>
        Merge
      </button>
      <button type="button" className="btn s quiet" onClick={() => onDone(false)}>
        Cancel
      </button>
    </form>
  );
}

/** For a list that is being marked, too: Escape leaves it as it was. */
export function onEscape(leave: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key === 'Escape') leave();
  };
}
