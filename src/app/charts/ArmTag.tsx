/**
 * @file The name of an arm with its mark: ● baseline, ◆ pathway. Colour never stands alone.
 */
import type { ReactNode } from 'react';
import type { ArmName } from '../../config/run-config.ts';

export const ARM_LABEL: Readonly<Record<ArmName, string>> = { baseline: 'Baseline', pathway: 'Pathway' };

export function ArmMark({ arm }: { arm: ArmName }) {
  return (
    <svg className={`mk ${arm === 'baseline' ? 'k-base' : 'k-path'}`} viewBox="0 0 12 12" aria-hidden="true">
      {arm === 'baseline' ? <circle cx="6" cy="6" r="4" /> : <path d="M6 .8 11.2 6 6 11.2.8 6z" />}
    </svg>
  );
}

export function ArmTag({ arm, children }: { arm: ArmName; children?: ReactNode }) {
  return (
    <span className={`arm ${arm === 'baseline' ? 'arm-base' : 'arm-path'}`}>
      <ArmMark arm={arm} />
      {children ?? ARM_LABEL[arm]}
    </span>
  );
}
