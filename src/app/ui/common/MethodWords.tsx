/** @file The method in a paragraph, for the first visit: in Train on wide screens, above step 1 on a phone. */
import { Formula } from './Formula.tsx';
import { useConfig } from './hooks.ts';
import { kindWords } from './modality-words.ts';

export function MethodWords() {
  const config = useConfig((state) => state.config);
  const { target, auxiliary } = kindWords(config);
  return (
    <p className="prose">
      Every linear layer of a small {target} transformer becomes <Formula />, where <span className="mx">W</span>
      <sub>aux</sub> comes from {auxiliary} transformer and <span className="mx">λ</span> is learned. Train with and without it, on the same
      seeds, and see if it made a difference.
    </p>
  );
}
