/**
 * @file What downloaded models take of the browser's storage, and a way to delete each.
 */

import { hubNameOf } from '../../../core/checkpoint/hub-name.ts';
import type { ModelStorage } from '../../../worker/protocol.ts';
import { formatBytes } from '../../charts/format.ts';

interface StorageMeterProps {
  storage: ModelStorage;
  /** Ids that cannot be deleted now, because they are being downloaded. */
  locked: string | null;
  onDelete: (id: string) => void;
}

export function StorageMeter({ storage: { models, used, quota }, locked, onDelete }: StorageMeterProps) {
  // Two revisions of one commit share a file; the sum is then too large, never too small.
  const bytes = models.reduce((sum, one) => sum + one.bytes, 0);
  const words = quota
    ? `${formatBytes(bytes)} of ${formatBytes(quota)} used by downloaded models`
    : `${formatBytes(bytes)} in downloaded models`;
  return (
    <section className="store" aria-label="Storage">
      <p className="store-t">
        <span>{models.length === 0 ? 'No downloaded models are kept in this browser.' : `${words}.`}</span>
        {quota !== null && <meter aria-label="Storage used by this page" min={0} max={quota} value={Math.min(used ?? bytes, quota)} />}
      </p>
      <ul>
        {models.map(({ id, bytes: size, storedAt, card }) => {
          const name = hubNameOf(id);
          const revision = name && name.revision !== 'main' ? ` at ${name.revision}` : '';
          return (
            <li key={id}>
              <span className="file">
                {name?.repo ?? id}
                {revision}
              </span>
              <span className="help">
                {formatBytes(size)}, {new Date(storedAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}
                {card ? '' : ', cannot be opened'}
              </span>
              <button
                type="button"
                className="btn s"
                disabled={locked === id}
                aria-label={`Delete ${name?.repo ?? id}`}
                onClick={() => onDelete(id)}
              >
                Delete
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
