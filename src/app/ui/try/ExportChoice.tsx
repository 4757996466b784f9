/**
 * @file One way to keep a model: what it is for, its size, the button, what became of it, and how it is loaded.
 */

import type { ExportFormat, Snippet } from '../../../worker/protocol.ts';
import type { ExportState, SnippetState } from '../../state/export-store.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { type ExportSize, sizeWords } from './export-size.ts';
import { EXPORT_WORDS } from './export-words.ts';
import { SnippetBox } from './SnippetBox.tsx';

export interface ExportChoiceProps {
  format: ExportFormat;
  /** About how large the zip is; undefined when that is not known. */
  size: ExportSize | undefined;
  /** Why this format is not for such models, in a sentence; it has no button then. */
  refusal?: string | undefined;
  /** False when the engine no longer has the models. */
  available: boolean;
  file: ExportState;
  loading: SnippetState;
  onDownload: (format: ExportFormat) => void;
  onOpen: (format: ExportFormat) => void;
  onCopy: (snippet: Snippet) => Promise<boolean>;
}

export function ExportChoice({ format, size, refusal, available, file, loading, onDownload, onOpen, onCopy }: ExportChoiceProps) {
  const { name, purpose } = EXPORT_WORDS[format];
  const busy = file.phase === 'busy';
  const id = `export-${format}`;
  return (
    <li className="export">
      <div className="export-h">
        <div>
          <h4 id={id}>
            {name} {size && <small>{sizeWords(size)}</small>}
          </h4>
          <p className="help">{refusal ?? purpose}</p>
        </div>
        {!refusal && (
          <button type="button" className="btn s" aria-disabled={busy} disabled={!available} onClick={() => onDownload(format)}>
            <Icon name="download" />
            {busy ? 'Preparing' : 'Download'}
            <span className="sr"> {name}</span>
          </button>
        )}
      </div>
      {file.phase === 'done' && (
        <p className="export-done">
          <Icon name="check" />
          <span className="file">{file.name}</span>
        </p>
      )}
      {file.phase === 'failed' && file.problem && <ProblemNotice problem={file.problem} />}
      {!refusal && (
        <details className="export-load" onToggle={(event) => event.currentTarget.open && onOpen(format)}>
          <summary>
            <Icon name="chevron" />
            How to load it<span className="sr">: {name}</span>
          </summary>
          {loading.problem && <ProblemNotice problem={loading.problem} role="status" />}
          {loading.snippets.map((snippet) => (
            <SnippetBox key={snippet.title} snippet={snippet} format={name} onCopy={onCopy} />
          ))}
        </details>
      )}
    </li>
  );
}
