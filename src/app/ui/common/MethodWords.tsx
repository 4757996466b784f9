/** @file The method in a paragraph, for the first visit: in Train on wide screens, above step 1 on a phone. */
import { Formula } from './Formula.tsx';

export function MethodWords() {
  return (
    <p className="prose">
      Every linear layer of a small image transformer becomes <Formula />, where <span className="mx">W</span>
      <sub>aux</sub> comes from a sound transformer and <span className="mx">λ</span> is learned. Train with and without it, on the same
      seeds, and see if it made a difference.
    </p>
  );
}
