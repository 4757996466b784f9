/**
 * @file Nothing loaded yet: where to drop, what is taken, the samples, and that nothing leaves the machine.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { MODALITIES } from '../../../config/modalities.ts';
import { formatBytes, plural } from '../../charts/format.ts';
import type { SampleInfo } from '../../loaders/sample-data.ts';
import { catalogStore, loadCatalog, loadSample } from '../../state/data-sources.ts';
import { useConfig } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { AddressField } from './AddressField.tsx';
import { FORMATS, samplesText } from './data-words.ts';
import { FilePickers } from './FilePickers.tsx';

export function DataStart({ busy }: { busy: boolean }) {
  const modality = useConfig((state) => state.config.modality);
  return (
    <>
      <div className="dropzone">
        <span className="dz-ic">
          <Icon name="drop" />
        </span>
        <p className="dz-t">Drop a folder here</p>
        <p className="help">One sub-folder of {MODALITIES[modality].many} for each class, or a zip of it. Other kinds are recognised.</p>
        <div className="row">
          <FilePickers mode="replace" disabled={busy} />
        </div>
      </div>
      <p className="help pad">{FORMATS[modality]}</p>
      <SampleCards disabled={busy} />
      <AddressField disabled={busy} />
      <p className="privacy">
        <Icon name="lock" />
        <span>Your files stay on this computer. The page uploads nothing.</span>
      </p>
    </>
  );
}

function SampleCards({ disabled }: { disabled: boolean }) {
  const { samples, problem } = useStore(catalogStore);
  const modality = useConfig((state) => state.config.modality);
  useEffect(() => {
    if (catalogStore.getState().problem) void loadCatalog();
  }, []);
  const shown = samples.filter((sample) => sample.modality === modality);
  if (shown.length === 0 && !problem) return null;
  return (
    <>
      <h3>Or start from a sample</h3>
      {problem && (
        <p className="help">
          {problem.message}{' '}
          <button type="button" className="btn s" onClick={loadCatalog}>
            Try again
          </button>
        </p>
      )}
      <ul className="samples">
        {shown.map((sample) => (
          <li key={sample.id}>
            <SampleCard sample={sample} disabled={disabled} />
          </li>
        ))}
      </ul>
    </>
  );
}

function SampleCard({ sample, disabled }: { sample: SampleInfo; disabled: boolean }) {
  const count = sample.counts.reduce((sum, ofClass) => sum + ofClass, 0);
  return (
    <button type="button" className="sample" disabled={disabled} title={sample.description} onClick={() => loadSample(sample.id)}>
      <span className="s-ic">
        <Icon name={sample.modality} />
      </span>
      <span className="s-t">
        <span className="s-l">
          <b>{sample.name}</b>
          {sample.synthetic && <span className="tag">synthetic</span>}
        </span>
        <span className="s-l">
          <span>
            {samplesText(count, sample.modality)}, {plural(sample.classes.length, 'class', 'classes')}
          </span>
          <span>{formatBytes(sample.bytes)}</span>
        </span>
      </span>
    </button>
  );
}
