/**
 * @file “Move to”: one of the other classes. The choice alone changes nothing; its button does, so that arrow keys can walk
 * through the list.
 */
import { useState } from 'react';
import { useData } from '../common/hooks.ts';

interface Props {
  /** Class that is left out of the list; null shows all. */
  from: string | null;
  disabled?: boolean;
  onMove: (to: string) => void;
}

export function MoveTo({ from, disabled = false, onMove }: Props) {
  const classes = useData((state) => state.classes);
  const others = classes.filter((one) => one.name !== from);
  const [chosen, setChosen] = useState('');
  const to = others.some((one) => one.name === chosen) ? chosen : (others[0]?.name ?? '');
  if (others.length === 0) return null;
  return (
    <span className="move-to">
      <select className="text s" aria-label="Class to move to" value={to} onChange={(event) => setChosen(event.target.value)}>
        {others.map((one) => (
          <option key={one.name} value={one.name}>
            to {one.name}
          </option>
        ))}
      </select>
      <button type="button" className="btn s" disabled={disabled} onClick={() => onMove(to)}>
        Move
      </button>
    </span>
  );
}
