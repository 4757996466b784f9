/**
 * @file While files are read: how many of how many, and a way to end it.
 */
import { useStore } from 'zustand';
import { formatCount } from '../../charts/format.ts';
import { addressStore } from '../../state/address-store.ts';
import { cancelImport } from '../../state/data-import.ts';
import { useData } from '../common/hooks.ts';

export function ImportProgress() {
  const listed = useData((state) => state.listed);
  const read = useData((state) => state.read);
  const isFetching = useStore(addressStore, ({ phase }) => phase === 'loading');
  // The files are still on their way; how far they are is said where they were asked for.
  if (isFetching) return null;
  return (
    <div className="importing">
      <p>{listed > 0 ? `Read ${formatCount(read)} of ${formatCount(listed)} pictures` : 'Looking for pictures'}</p>
      <progress value={listed > 0 ? read : undefined} max={listed > 0 ? listed : undefined} aria-label="Pictures read" />
      <button type="button" className="btn s" onClick={cancelImport}>
        Cancel
      </button>
    </div>
  );
}
