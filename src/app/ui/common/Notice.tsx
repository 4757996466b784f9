/**
 * @file A notice in the flow of a column: an icon beside words. `ProblemNotice` says a Problem: what and why in bold,
 * below it what can be done, with the command for it where there is one.
 */
import type { ReactNode } from 'react';
import type { Problem } from '../../../core/errors.ts';
import { copyText } from '../../state/clipboard.ts';
import { CodeBox } from './CodeBox.tsx';
import { Icon } from './Icon.tsx';

interface FrameProps {
  tone: 'danger' | 'caution';
  /** `alert` interrupts a screen reader, `status` waits. */
  role?: 'alert' | 'status';
  icon?: 'warning' | 'link';
  className?: string;
  children?: ReactNode;
}

export function Notice({ tone, role = 'alert', icon = 'warning', className = '', children }: FrameProps) {
  return (
    <div className={`notice ${tone} ${className}`.trimEnd()} role={role}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

/** @param children what stands below the words, such as a row of buttons */
export function ProblemNotice({ problem, children, tone = 'danger', ...rest }: Partial<FrameProps> & { problem: Problem }) {
  return (
    <Notice tone={tone} {...rest}>
      <p>
        <b>{problem.message}</b>
      </p>
      <p>{problem.hint}</p>
      {problem.command && (
        <CodeBox
          title="In a terminal"
          subject="for a terminal"
          code={problem.command}
          onCopy={() => copyText(problem.command ?? '', 'command')}
        />
      )}
      {children}
    </Notice>
  );
}
