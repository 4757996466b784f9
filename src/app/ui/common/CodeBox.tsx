/**
 * @file A program or a command with its Copy button. Long lines are broken inside the box and indented, so that nothing is
 * cut and the page does not widen; what is copied has the lines as they are.
 */
import { Icon } from './Icon.tsx';
import { useCopied } from './use-copied.ts';
import '../../styles/code-box.css';

interface CodeBoxProps {
  title: string;
  /** What to do first, in words. */
  note?: string | undefined;
  /** What the box and its button are called where a title alone would be ambiguous: `for timm (Python), merged model`. */
  subject: string;
  code: string;
  /** @returns false when the browser refused */
  onCopy: () => Promise<boolean>;
}

export function CodeBox({ title, note, subject, code, onCopy }: CodeBoxProps) {
  const [copied, setCopied] = useCopied();
  const lines = code.trimEnd().split('\n');
  return (
    <figure className="code-box">
      <figcaption>
        <span>{title}</span>
        <button type="button" className="btn s" onClick={() => void onCopy().then(setCopied)}>
          <Icon name={copied ? 'check' : 'copy'} />
          {copied ? 'Copied' : 'Copy'}
          <span className="sr"> {subject}</span>
        </button>
      </figcaption>
      {note && <p className="help">{note}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={`Program ${subject}`}>
        <pre>
          <code>
            {lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text
              <span key={at}>{`${line}\n`}</span>
            ))}
          </code>
        </pre>
      </section>
    </figure>
  );
}
