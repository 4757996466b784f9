/**
 * @file What deserves a look before training, each with the samples that it is about and, where it is plain, one press that mends it.
 */
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import type { DataReport, ReportNote } from '../../../core/data/report/data-report.ts';
import type { ParsedSample } from '../../../worker/parse-protocol.ts';
import { plural } from '../../charts/format.ts';
import { setConfig } from '../../state/actions.ts';
import { editData } from '../../state/data-edits.ts';
import { groupsOf, hintFor, type Remedy, remedyFor } from '../../state/report-remedies.ts';
import { reportStore } from '../../state/report-store.ts';
import { isBusy } from '../../state/run-store.ts';
import { useConfig, useData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { focusEdits } from './EditHistory.tsx';
import { FoundSamples } from './FoundSamples.tsx';

/** Warnings, without those about files that were left out: these stand at the top. */
function useWarnings(): readonly ReportNote[] {
  const report = useStore(reportStore, (state) => state.report);
  const limit = useConfig((state) => state.config.limitPerClass);
  return report?.notes.filter(({ isWarning, code }) => isWarning && !(code === 'uneven-classes' && limit > 0)) ?? [];
}

export function ReportNotes() {
  const { report, samples } = useStore(reportStore);
  const warnings = useWarnings();
  if (!report || warnings.length === 0) return null;
  return (
    <ul className="warnings">
      {warnings.map((note) => (
        <Warning key={note.code} note={note} report={report} samples={samples} />
      ))}
    </ul>
  );
}

interface WarningProps {
  note: ReportNote;
  report: DataReport;
  samples: readonly ParsedSample[];
}

function Warning({ note, report, samples }: WarningProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const locked = useRun(isBusy);
  const split = useData((state) => state.split);
  const limitPerClass = useConfig((state) => state.config.limitPerClass);
  const trained = new Set(split?.train);
  const remedy = remedyFor(note, report, {
    limitPerClass,
    className: (at) => samples[at]?.className ?? '',
    isTrained: (at) => trained.has(at),
  });
  const groups = groupsOf(note, report).map((group) => group.flatMap((at) => samples[at] ?? []));
  const spare = remedy?.kind === 'delete' ? remedy.samples.flatMap((at) => samples[at]?.path ?? []) : [];
  const mend = (chosen: Remedy) => {
    if (chosen.kind === 'limit') setConfig({ limitPerClass: chosen.limitPerClass });
    else editData({ kind: 'delete-samples', paths: spare });
    focusEdits();
  };
  return (
    <li>
      <Icon name="warning" />
      <div>
        <p>
          <b>{note.message}</b> {hintFor(note, report, limitPerClass)}
        </p>
        <div className="row">
          {groups.length > 0 && (
            <button type="button" className="btn s" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
              {open ? 'Hide' : 'Show'}
            </button>
          )}
          {remedy && (
            <button type="button" className="btn s" disabled={locked} onClick={() => mend(remedy)}>
              {remedy.label}
            </button>
          )}
        </div>
      </div>
      {open && (
        <div className="found" id={id}>
          <FoundSamples groups={groups} marked={spare} />
        </div>
      )}
    </li>
  );
}

/** Near the top of the column: that there is something to look at further down. */
export function WarningsPointer() {
  const { length } = useWarnings();
  if (length === 0) return null;
  const go = () => {
    const report = document.getElementById('data-report');
    report?.scrollIntoView({ block: 'start' });
    report?.focus({ preventScroll: true });
  };
  return (
    <p className="help pointer">
      <Icon name="warning" />
      <button type="button" className="btn s quiet" onClick={go}>
        {plural(length, 'remark')} in the data report
      </button>
    </p>
  );
}
