/**
 * @file The head of a column: number, name, state in words, and its actions.
 */
import type { ReactNode } from 'react';

interface Props {
  id: string;
  number: number;
  title: string;
  /** The step where the next action is. */
  on: boolean;
  children: ReactNode;
}

export function StepHead({ id, number, title, on, children }: Props) {
  return (
    <header className="step">
      <span className={on ? 'no on' : 'no'} aria-hidden="true">
        {number}
      </span>
      <h2 id={id}>{title}</h2>
      <p className="st">{children}</p>
    </header>
  );
}
