/**
 * @file Files that were left out, each with its reason: the first in full, the others in a list; to copy or to hide.
 */
import { useState } from 'react';
import type { Problem } from '../../../core/errors.ts';
import { formatCount, plural } from '../../charts/format.ts';
import { notifyThrown } from '../../state/notices-store.ts';
import { useData } from '../common/hooks.ts';
import { Notice } from '../common/Notice.tsx';
import { samplesText } from './data-words.ts';

/** Lines drawn at most; the copied details hold all. */
const LINES = 100;

export function RejectedFiles() {
  const rejected = useData((state) => state.rejected);
  const used = useData((state) => state.dataset?.labels.length ?? 0);
  const modality = useData((state) => state.form.modality);
  const [hidden, setHidden] = useState<readonly Problem[] | null>(null);
  const [first] = rejected;
  if (!first) return null;
  if (hidden === rejected) {
    return (
      <p className="help pad">
        <button type="button" className="btn s quiet" onClick={() => setHidden(null)}>
          {plural(rejected.length, 'file')} left out
        </button>
      </p>
    );
  }
  return (
    // Where nothing can be trained on, the reason for that is the one in red.
    <Notice tone={used > 0 ? 'danger' : 'caution'} role="status">
      <p>
        <b>{plural(rejected.length, 'file')} could not be read.</b> {first.message} {first.hint}
      </p>
      {used > 0 && <p>The other {samplesText(used, modality)} are in use.</p>}
      {rejected.length > 1 && <OtherFiles problems={rejected.slice(1)} />}
      <div className="row">
        <CopyDetails problems={rejected} />
        <button type="button" className="btn s quiet" onClick={() => setHidden(rejected)}>
          Hide
        </button>
      </div>
    </Notice>
  );
}

function OtherFiles({ problems }: { problems: readonly Problem[] }) {
  return (
    <details className="left-out">
      <summary>{plural(problems.length, 'other file')}</summary>
      <ul>
        {problems.slice(0, LINES).map((problem, at) => (
          // The list only ever grows at its end.
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may fail with the same words
          <li key={at}>{problem.message}</li>
        ))}
      </ul>
      {problems.length > LINES && <p>and {formatCount(problems.length - LINES)} more; Copy details holds all.</p>}
    </details>
  );
}

function CopyDetails({ problems }: { problems: readonly Problem[] }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    const text = problems.map(({ code, message, hint }) => `${code}\t${message} ${hint}`).join('\n');
    navigator.clipboard.writeText(text).then(() => setCopied(true), notifyThrown);
  };
  return (
    <button type="button" className="btn s" onClick={copy}>
      {copied ? 'Copied' : 'Copy details'}
    </button>
  );
}
