/** @file The experiment ended by itself: what happened, what is kept, what can be done. */
import type { Problem } from '../../../core/errors.ts';
import { plural } from '../../charts/format.ts';
import type { RunState } from '../../state/run-state.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { Ledger } from './Ledger.tsx';
import { ledgerRows } from './ledger-rows.ts';
import { isMergeNext } from './train-stage.ts';

/** Banner for a problem of the experiment; also shown above the plan when Train was refused. */
export function RunProblem({ problem }: { problem: Problem }) {
  return <ProblemNotice problem={problem} className="run-problem" />;
}

interface LeadFailedProps {
  run: RunState;
  /** Why Train cannot be pressed now; null when it can. */
  blocked: string | null;
  onTrain: () => void;
}

export function LeadFailed({ run, blocked, onTrain }: LeadFailedProps) {
  const done = run.series.filter((one) => one.state === 'finished').length;
  // All runs complete: these are an earlier experiment's, and the new one was refused at its start.
  const earlier = done === run.series.length;
  const kept = earlier
    ? 'The results of the experiment before are still in the ledger and in the charts.'
    : done > 0
      ? `${plural(done, 'finished run')} of ${run.series.length} ${done === 1 ? 'is' : 'are'} kept in the ledger and in the charts.`
      : 'No run was complete, so there is no result to keep. The settings and the data are unchanged.';
  return (
    <div className="lead two">
      <div className="prog">
        <h3 className="big">{earlier ? 'The experiment did not start' : 'The experiment ended early'}</h3>
        <p className="prose">{kept}</p>
        <div className="row">
          <button type="button" className={isMergeNext(run) ? 'btn lg' : 'btn primary lg'} disabled={blocked !== null} onClick={onTrain}>
            <Icon name="play" />
            Train again
          </button>
          {blocked !== null && <p className="help">{blocked}</p>}
        </div>
      </div>
      <Ledger rows={ledgerRows(run.series, run.plan?.stepsPerRun ?? 0, false)} interval={run.comparison?.difference.ci95 ?? null} />
    </div>
  );
}
