/**
 * @file A short program with its Copy button. The box scrolls by itself, so that long lines do not widen the page.
 */
import { useEffect, useState } from 'react';
import type { Snippet } from '../../../worker/protocol.ts';
import { Icon } from '../common/Icon.tsx';

/** How long the confirmation stays, in ms. */
const CONFIRM_MS = 4000;

export function SnippetBox({ snippet, onCopy }: { snippet: Snippet; onCopy: (snippet: Snippet) => Promise<boolean> }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <figure className="snippet">
      <figcaption>
        <span>In {snippet.title}</span>
        <button type="button" className="btn s" onClick={() => void onCopy(snippet).then(setCopied)}>
          <Icon name={copied ? 'check' : 'copy'} />
          {copied ? 'Copied' : 'Copy'}
          <span className="sr"> for {snippet.title}</span>
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={`Program for ${snippet.title}`}>
        <pre>
          <code>{snippet.code.trimEnd()}</code>
        </pre>
      </section>
    </figure>
  );
}
