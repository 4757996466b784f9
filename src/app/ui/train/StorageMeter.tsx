/**
 * @file What downloaded models take of the browser's storage, those that are in memory only, and a way to delete each: asked
 * once more in its place, because a model may have taken minutes to come.
 */
import { useRef, useState } from 'react';
import type { RunConfig } from '../../../config/run-config.ts';
import { hubNameOf } from '../../../core/checkpoint/hub-name.ts';
import type { CachedModel, ModelStorage } from '../../../worker/protocol.ts';
import { formatBytes } from '../../charts/format.ts';

interface StorageMeterProps {
  storage: ModelStorage;
  /** The models that the settings name. */
  used: Pick<RunConfig, 'target' | 'auxiliary'>;
  /** Id that cannot be deleted now, because it is being downloaded. */
  locked: string | null;
  /** Ends when the model is gone, or when it could not be deleted. */
  onDelete: (id: string) => Promise<void>;
}

const sum = (some: readonly CachedModel[]) => some.reduce((total, one) => total + one.bytes, 0);

export function StorageMeter({ storage: { models, quota }, used, locked, onDelete }: StorageMeterProps) {
  // Two revisions of one commit share a file; the sum is then too large, never too small.
  const stored = models.filter(({ inMemory }) => !inMemory);
  const held = models.filter(({ inMemory }) => inMemory);
  const bytes = sum(stored);
  const kept =
    stored.length === 0
      ? 'No downloaded models are kept in this browser.'
      : quota
        ? `${formatBytes(bytes)} of ${formatBytes(quota)} used by downloaded models.`
        : `${formatBytes(bytes)} in downloaded models.`;
  const words = held.length === 0 ? kept : `${kept} ${formatBytes(sum(held))} in memory until the page is closed.`;
  const title = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const remove = async (id: string, index: number) => {
    await onDelete(id);
    // Its buttons are gone: the focus goes to the model that took its place, or to what is said of the storage.
    const rows = list.current?.querySelectorAll<HTMLElement>('li') ?? [];
    (rows[Math.min(index, rows.length - 1)]?.querySelector<HTMLElement>('button') ?? title.current)?.focus();
  };
  return (
    <section className="store" aria-label="Storage">
      <p className="store-t">
        <span ref={title} tabIndex={-1}>
          {words}
        </span>
        {quota !== null && bytes > 0 && (
          <span className="store-bar">
            <meter className="sr" aria-label="Storage used by downloaded models" min={0} max={quota} value={Math.min(bytes, quota)} />
            <i style={{ '--p': `${Math.min(100, (100 * bytes) / quota)}%` }} aria-hidden="true" />
          </span>
        )}
      </p>
      <ul ref={list}>
        {models.map((model, index) => (
          <StoredModel
            key={model.id}
            model={model}
            used={used}
            locked={locked === model.id}
            onDelete={() => void remove(model.id, index)}
          />
        ))}
      </ul>
    </section>
  );
}

interface StoredModelProps {
  model: CachedModel;
  used: StorageMeterProps['used'];
  locked: boolean;
  onDelete: () => void;
}

function StoredModel({ model: { id, bytes, storedAt, inMemory, card }, used, locked, onDelete }: StoredModelProps) {
  const [question, setQuestion] = useState<'none' | 'asked' | 'kept'>('none');
  const name = hubNameOf(id);
  const revision = name && name.revision !== 'main' ? ` at ${name.revision}` : '';
  const roles = (['target', 'auxiliary'] as const).filter((role) => used[role] === id);
  const day = new Date(storedAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  const size = formatBytes(bytes);
  return (
    <li>
      <span className="file">
        {name?.repo ?? id}
        {revision}
      </span>
      {question === 'asked' ? (
        // biome-ignore lint/a11y/useSemanticElements: two buttons in a row, not a form group
        <span className="store-ask" role="group" aria-label={`Delete ${name?.repo ?? id}?`}>
          <span>
            Delete {size}
            {roles.map((role) => `, used as ${role}`)}?
          </span>
          <button type="button" className="btn s" disabled={locked} onClick={onDelete}>
            Delete
          </button>
          <button type="button" className="btn s" ref={focusNow} onClick={() => setQuestion('kept')}>
            Keep
          </button>
        </span>
      ) : (
        <>
          <span className="help">
            {size}, {inMemory ? 'in memory only' : day}
            {card ? '' : ', cannot be opened'}
            {roles.map((role) => `, used as ${role}`)}
          </span>
          <button
            type="button"
            className="btn s"
            disabled={locked}
            ref={question === 'kept' ? focusNow : undefined}
            aria-label={`Delete ${name?.repo ?? id}`}
            onClick={() => setQuestion('asked')}
          >
            Delete
          </button>
        </>
      )}
    </li>
  );
}

/** The button that was pressed is gone when the question comes, and when it goes: the one in its place takes the focus. */
function focusNow(button: HTMLButtonElement | null): void {
  button?.focus();
}
