/** @file How one program loads an export: what to do in words, then the program in a box. */
import type { Snippet } from '../../../worker/protocol.ts';
import { CodeBox } from '../common/CodeBox.tsx';

interface SnippetBoxProps {
  snippet: Snippet;
  /** Name of the format, which tells programs of the same title apart. */
  format: string;
  onCopy: (snippet: Snippet) => Promise<boolean>;
}

export function SnippetBox({ snippet, format, onCopy }: SnippetBoxProps) {
  const { title, note, code } = snippet;
  return <CodeBox title={`In ${title}`} note={note} subject={`for ${title}, ${format}`} code={code} onCopy={() => onCopy(snippet)} />;
}
