/**
 * @file The problem banner: the newest problem with what can be done, and how many others there are.
 * Dismissing it clears all; nothing on the page depends on it.
 */
import { useState } from 'react';
import { dismissNotices } from '../../state/notices-store.ts';
import { useNotices } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';

export function Banner() {
  const notices = useNotices((state) => state.notices);
  const [open, setOpen] = useState(false);
  const newest = notices.at(-1);
  if (!newest) return null;
  const others = notices.slice(0, -1).reverse();
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          <b>{newest.problem.message}</b> {newest.problem.hint} {newest.problem.command && <code>{newest.problem.command}</code>}
        </p>
        {open &&
          others.map(({ id, problem }) => (
            <p key={id}>
              {problem.message} {problem.hint}
            </p>
          ))}
      </div>
      {(newest.action || others.length > 0) && (
        <span className="row">
          {newest.action && (
            <button type="button" className="btn s" onClick={newest.action.run}>
              {newest.action.label}
            </button>
          )}
          {others.length > 0 && (
            <button type="button" className="btn s" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Fewer' : `${others.length} more`}
            </button>
          )}
        </span>
      )}
      <button type="button" className="ib s" aria-label="Dismiss" title="Dismiss" onClick={dismissNotices}>
        <Icon name="close" />
      </button>
    </div>
  );
}
