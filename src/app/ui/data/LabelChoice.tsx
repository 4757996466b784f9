/**
 * @file Where the classes come from: sub-folders, a table, file names, a project. Said where there is a choice, and open to be changed;
 * shown at once where another way is as likely. A choice can be taken back below the classes, like every other change to the data.
 */
import { useId } from 'react';
import { plural } from '../../charts/format.ts';
import type { Drop } from '../../state/arrange-data.ts';
import { chooseLabeling } from '../../state/data-edits.ts';
import { wayOf } from '../../state/relabellings.ts';
import { useData } from '../common/hooks.ts';
import { focusEdits } from './EditHistory.tsx';

export function LabelChoices({ locked }: { locked: boolean }) {
  const drops = useData((state) => state.drops);
  return drops.map((drop, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: drops have no other name; they are only ever added
    drop.labels && drop.labels.options.length > 1 ? <Choice key={at} drop={drop} index={at} locked={locked} /> : null,
  );
}

function Choice({ drop, index, locked }: { drop: Drop; index: number; locked: boolean }) {
  const name = useId();
  const { labels } = drop;
  if (!labels) return null;
  const current = wayOf(drop);
  // Where files have to be read for it, the buttons are locked meanwhile and lose the focus.
  const take = (id: string) => void chooseLabeling(index, id).then(focusEdits);
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
            <input type="radio" name={name} checked={id === current?.id} onChange={() => take(id)} />
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
    </details>
  );
}
