/**
 * @file Where the classes come from: sub-folders, a table, file names, a project. Said where there is a choice, and open to be changed;
 * shown at once where another way is as likely. Where changes to the data would be lost with it, that is said first.
 */
import { useId, useState } from 'react';
import { plural } from '../../charts/format.ts';
import type { Drop } from '../../state/arrange-data.ts';
import { chooseLabeling } from '../../state/data-edits.ts';
import { useData } from '../common/hooks.ts';

export function LabelChoices({ locked }: { locked: boolean }) {
  const drops = useData((state) => state.drops);
  return drops.map((drop, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: drops have no other name; they are only ever added
    drop.labels && drop.labels.options.length > 1 ? <Choice key={at} drop={drop} index={at} locked={locked} /> : null,
  );
}

function Choice({ drop, index, locked }: { drop: Drop; index: number; locked: boolean }) {
  const name = useId();
  const { labels, labeling } = drop;
  const edits = useData((state) => state.edits.done.length);
  /** Chosen, and not yet taken: it costs the changes. */
  const [wanted, setWanted] = useState<string | null>(null);
  if (!labels) return null;
  const take = (id: string) => {
    setWanted(null);
    void chooseLabeling(index, id);
  };
  const current = labels.options.find(({ id }) => id === labeling) ?? labels.options[0];
  return (
    <details className="labels" open={!labels.isSure || undefined}>
      <summary>
        Classes from <b>{current?.title}</b>
      </summary>
      <fieldset disabled={locked}>
        <legend className="sr">Take the classes from</legend>
        {!labels.isSure && <p className="help">Another part could be the class as well: please look.</p>}
        {labels.options.map(({ id, title, classNames }) => (
          <label key={id}>
            <input
              type="radio"
              name={name}
              checked={id === (wanted ?? current?.id)}
              onChange={() => (edits > 0 ? setWanted(id) : take(id))}
            />
            <span>
              {title}
              <span className="help">
                {plural(classNames.length, 'class', 'classes')}: {classNames.slice(0, 3).join(', ')}
                {classNames.length > 3 && ' …'}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {wanted !== null && (
        <div role="status">
          <p className="help">{plural(edits, 'change')} to the data will be lost: the classes that they are about are then gone.</p>
          <p className="row">
            <button type="button" className="btn s" disabled={locked} onClick={() => take(wanted)}>
              Change all the same
            </button>
            <button type="button" className="btn s quiet" onClick={() => setWanted(null)}>
              Keep the changes
            </button>
          </p>
        </div>
      )}
    </details>
  );
}
