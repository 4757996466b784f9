/**
 * @file Nothing loaded yet: where to drop, what is taken, the samples, and that nothing leaves the machine.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { formatBytes, formatCount, plural } from '../../charts/format.ts';
import type { SampleInfo } from '../../loaders/sample-data.ts';
import { catalogStore, loadCatalog, loadSample } from '../../state/data-sources.ts';
import { Icon } from '../common/Icon.tsx';
import { AddressField } from './AddressField.tsx';
import { FilePickers } from './FilePickers.tsx';

export function DataStart({ busy }: { busy: boolean }) {
  return (
    <>
      <div className="dropzone">
        <span className="dz-ic">
          <Icon name="drop" />
        </span>
        <p className="dz-t">Drop a folder here</p>
        <p className="help">One sub-folder of pictures for each class, or a zip of it.</p>
        <div className="row">
          <FilePickers mode="replace" disabled={busy} />
        </div>
      </div>
      <p className="help pad">PNG, JPEG, WebP, GIF, BMP or AVIF.</p>
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
  useEffect(() => {
    if (catalogStore.getState().problem) void loadCatalog();
  }, []);
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
        {samples.map((sample) => (
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
        <Icon name="image" />
      </span>
      <span className="s-t">
        <span className="s-l">
          <b>{sample.name}</b>
          {sample.synthetic && <span className="tag">synthetic</span>}
        </span>
        <span className="s-l">
          <span>
            {formatCount(count)} images, {plural(sample.classes.length, 'class', 'classes')}
          </span>
          <span>{formatBytes(sample.bytes)}</span>
        </span>
      </span>
    </button>
  );
}
