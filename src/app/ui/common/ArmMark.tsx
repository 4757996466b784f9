/**
 * @file The mark of an arm, ● baseline and ◆ pathway, and its name in the arm's colour. Colour never
 * speaks alone.
 */
import type { ArmName } from '../../../config/run-config.ts';

export function ArmMark({ arm }: { arm: ArmName }) {
  return (
    <svg className={`mk ${arm === 'baseline' ? 'k-base' : 'k-path'}`} viewBox="0 0 12 12" aria-hidden="true">
      {arm === 'baseline' ? <circle cx="6" cy="6" r="4" /> : <path d="M6 .8 11.2 6 6 11.2.8 6z" />}
    </svg>
  );
}

/** Mark and word; `label` where the arm goes by another word, such as Merged. */
export function ArmLabel({ arm, label = arm === 'baseline' ? 'Baseline' : 'Pathway' }: { arm: ArmName; label?: string }) {
  return (
    <span className={`arm ${arm === 'baseline' ? 'arm-base' : 'arm-path'}`}>
      <ArmMark arm={arm} />
      {label}
    </span>
  );
}
