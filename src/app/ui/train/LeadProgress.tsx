/** @file While runs are in progress or paused: which run, how far, how long, how fast; the ledger fills in. */
import { MODALITIES } from '../../../config/modalities.ts';
import type { Modality } from '../../../config/run-config.ts';
import { formatCount, formatDuration, formatPercent } from '../../charts/format.ts';
import type { RunState } from '../../state/run-state.ts';
import { ArmLabel } from '../common/ArmMark.tsx';
import { Ledger } from './Ledger.tsx';
import { ledgerRows } from './ledger-rows.ts';
import { SegmentBar } from './SegmentBar.tsx';
import { currentWork, overallShare } from './train-stage.ts';

interface LeadProgressProps {
  /** Of the data that is trained on. */
  modality: Modality;
  run: RunState;
  /** `all defaults`, `2 changed`. */
  settings: string;
}

const NO_BREAK = '\u00a0';

/** The words above the bar before the first run has begun. */
function Starting() {
  return (
    <div className="lead two">
      <div className="prog">
        <h3 className="big">Starting</h3>
        <p className="prose">
          The engine checks its backend, the models and the data. The first step may take a while: the kernels are compiled for it.
        </p>
      </div>
    </div>
  );
}

export function LeadProgress({ run, settings, modality }: LeadProgressProps) {
  const { plan, series, activeRun } = run;
  const active = activeRun === null ? undefined : series[activeRun];
  if (!plan || !active || run.phase === 'starting') return <Starting />;
  const share = overallShare(series, plan.stepsPerRun);
  const left =
    run.remainingMs === null ? 'known after the first steps' : `about ${formatDuration(run.remainingMs).replaceAll(' ', NO_BREAK)}`;
  const rows = ledgerRows(series, plan.stepsPerRun, true);
  const text = `Run ${active.run.index + 1} of ${series.length}, ${formatPercent(share, 0)} percent, ${run.remainingMs === null ? 'time left not known yet' : `${left} left`}`;
  const pairs = rows.filter((row) => row.difference !== null).length;
  const now = currentWork(active, plan.stepsPerEpoch, run.phase === 'paused' ? 0 : run.stepMs);
  const ends = run.phase === 'stopping' ? 'Stops after this step' : run.pausing ? 'Pauses after this step' : null;
  const facts: [string, string][] = [
    ['This run', `step ${formatCount(active.steps)} of ${formatCount(plan.stepsPerRun)}`],
    ['All runs', `${formatPercent(share, 0)} %`],
    ['Gone', formatDuration(run.elapsedMs)],
    ['Left', run.remainingMs !== null && run.phase === 'paused' ? `${left}, when resumed` : left],
    ['Speed', run.examplesPerSecond > 0 ? `${formatCount(run.examplesPerSecond)} ${MODALITIES[modality].many}/s` : 'not measured yet'],
    ['Settings', settings],
  ];
  return (
    <div className="lead two">
      <div className="prog">
        <div className="prog-t">
          <h3 className="big">
            Run {active.run.index + 1} of {series.length}
          </h3>
          <p className="big-s">
            <ArmLabel arm={active.run.arm} label={`${active.run.arm === 'baseline' ? 'Baseline' : 'Pathway'}, seed ${active.run.seed}`} />
          </p>
        </div>
        <SegmentBar series={series} stepsPerRun={plan.stepsPerRun} share={share} text={text} />
        {(ends ?? now) && <p className="now">{[ends, now && `${now.what}, for ${formatDuration(now.ms)}`].filter(Boolean).join(': ')}</p>}
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <Ledger
        rows={rows}
        interval={pairs >= 3 ? (run.comparison?.difference.ci95 ?? null) : null}
        say={pairs > 0 && pairs < 3 ? 'too early to say' : ''}
      />
    </div>
  );
}
