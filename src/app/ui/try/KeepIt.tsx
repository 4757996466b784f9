/**
 * @file Keep it: the link that repeats the experiment, and the merged model as a file.
 */
import { downloadMerged } from '../../state/try-store.ts';
import { useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { formatBytes } from '../common/units.tsx';
import { useShare } from '../shell/ShareButton.tsx';

export function KeepIt({ open, canDownload }: { open: boolean; canDownload: boolean }) {
  return (
    <section className="blockq keep">
      <div className="bq-h">
        <h3>Keep it</h3>
      </div>
      {open ? (
        <Keepers canDownload={canDownload} />
      ) : (
        <p className="prose s">Copy a link that repeats this experiment, or download the merged model as safetensors.</p>
      )}
    </section>
  );
}

function Keepers({ canDownload }: { canDownload: boolean }) {
  const bytes = useRun((state) => state.merge?.merged.bytes);
  const { copied, share } = useShare('shown');
  return (
    <>
      <div className="row">
        <button type="button" className="btn" onClick={share}>
          <Icon name={copied ? 'check' : 'link'} />
          {copied ? 'Link copied' : 'Copy share link'}
        </button>
        <button type="button" className="btn" disabled={!canDownload} onClick={() => downloadMerged('weights')}>
          <Icon name="download" />
          model.safetensors
          {bytes !== undefined && <small>{formatBytes(bytes)}</small>}
        </button>
        <button type="button" className="btn" disabled={!canDownload} onClick={() => downloadMerged('config')}>
          config.json
        </button>
      </div>
      <p className="help">
        The link holds settings and seeds of the runs shown, not your files or weights. Whoever opens it can run the same experiment.
      </p>
    </>
  );
}
