/**
 * @file The samples of the modality that are not on the page, as words to press, below loaded data.
 */
import { useStore } from 'zustand';
import { catalogStore, loadSample } from '../../state/data-sources.ts';
import { useConfig, useData } from '../common/hooks.ts';

export function OtherSamples({ disabled }: { disabled: boolean }) {
  const samples = useStore(catalogStore, (state) => state.samples);
  const source = useData((state) => state.source);
  const modality = useConfig((state) => state.config.modality);
  const others = samples.filter((sample) => sample.modality === modality && (source?.kind !== 'sample' || sample.id !== source.id));
  if (others.length === 0) return null;
  return (
    <p className="others help">
      Or a sample:{' '}
      {others.map((sample) => (
        <button key={sample.id} type="button" className="btn s quiet" disabled={disabled} onClick={() => loadSample(sample.id)}>
          {sample.name}
        </button>
      ))}
    </p>
  );
}
