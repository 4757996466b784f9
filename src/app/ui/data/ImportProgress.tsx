/**
 * @file While files are read: how many of how many, the first of them, and a way to end it.
 */
import { useStore } from 'zustand';
import { MODALITIES } from '../../../config/modalities.ts';
import { formatCount } from '../../charts/format.ts';
import { addressStore } from '../../state/address-store.ts';
import { cancelImport } from '../../state/data-import.ts';
import { useData } from '../common/hooks.ts';
import { SampleThumb } from './SampleThumb.tsx';

export function ImportProgress() {
  const listed = useData((state) => state.listed);
  const read = useData((state) => state.read);
  const reading = useData((state) => state.reading);
  const isFetching = useStore(addressStore, ({ phase }) => phase === 'loading');
  // The files are still on their way; how far they are is said where they were asked for.
  if (isFetching) return null;
  const { many } = MODALITIES[reading.modality];
  return (
    <>
      <div className="importing">
        <p>{listed > 0 ? `Read ${formatCount(read)} of ${formatCount(listed)} ${many}` : `Looking for ${many}`}</p>
        <progress value={listed > 0 ? read : undefined} max={listed > 0 ? listed : undefined} aria-label={`Read ${many}`} />
        <button type="button" className="btn s" onClick={cancel}>
          Cancel
        </button>
      </div>
      <Arriving />
    </>
  );
}

/** The button goes with the progress: what can be done next has the focus then. */
function cancel(): void {
  cancelImport();
  requestAnimationFrame(() => document.querySelector<HTMLElement>('#step-data :is(.dropzone, .foot) .btn:enabled')?.focus());
}

/** What has been read so far, while nothing else is on screen. */
function Arriving() {
  const arriving = useData((state) => state.arriving);
  const isFirst = useData((state) => state.drops.length === 0);
  const form = useData((state) => state.reading);
  if (!isFirst || arriving.length === 0) return null;
  return (
    <div className="cl-th all arriving" aria-hidden="true">
      {arriving.map((sample) => sample.record && <SampleThumb key={sample.path} form={form} record={sample.record} label={sample.path} />)}
    </div>
  );
}
