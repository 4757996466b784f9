/**
 * @file The phone's dock: the one action that matters now, always in reach of the thumb.
 */
import { formatDuration, plural } from '../../charts/format.ts';
import { mergeNow, pauseRun, resumeRun, startExperiment, stopRun, trainBlocker } from '../../state/actions.ts';
import { isBusy } from '../../state/run-store.ts';
import { useConfig, useData, useModels, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { goToStep } from './StepTabs.tsx';

export function Dock() {
  const busy = useRun(isBusy);
  const phase = useRun((state) => state.phase);
  const mergePhase = useRun((state) => state.mergePhase);
  const hasData = useData((state) => state.dataset !== null);
  if (busy) return <RunningDock />;
  if (mergePhase === 'ready' || mergePhase === 'merging') return <MergeDock merging={mergePhase === 'merging'} />;
  if (hasData && (phase === 'idle' || phase === 'failed')) return <TrainDock />;
  return null;
}

function RunningDock() {
  const { phase, plan, activeRun, remainingMs } = useRun((state) => state);
  const waiting = phase === 'starting' || phase === 'stopping';
  const where = plan && activeRun !== null ? `Run ${activeRun + 1} of ${plan.runs.length}` : 'Starting';
  const left = remainingMs === null ? 'time left not known yet' : `about ${formatDuration(remainingMs)} left`;
  return (
    <section className="dock" aria-label="Next action">
      <div>
        <b>{phase === 'stopping' ? 'Stopping' : where}</b>
        <span>{phase === 'paused' ? 'paused' : left}</span>
      </div>
      <button type="button" className="btn" disabled={waiting} onClick={phase === 'paused' ? resumeRun : pauseRun}>
        <Icon name={phase === 'paused' ? 'play' : 'pause'} />
        {phase === 'paused' ? 'Resume' : 'Pause'}
      </button>
      <button type="button" className="btn" disabled={waiting} onClick={stopRun}>
        <Icon name="stop" />
        Stop
      </button>
    </section>
  );
}

function TrainDock() {
  const config = useConfig((state) => state.config);
  useModels((state) => state.cards); // trainBlocker looks at them
  const runs = config.pairedSeeds * (config.auxiliary === 'none' ? 1 : 2);
  const start = () => {
    goToStep('step-train');
    void startExperiment();
  };
  return (
    <section className="dock" aria-label="Next action">
      <div>
        <b>{plural(runs, 'run')}</b>
        <span>{plural(config.epochs, 'epoch')} each</span>
      </div>
      <button type="button" className="btn primary" disabled={trainBlocker() !== null} onClick={start}>
        <Icon name="play" />
        Train
      </button>
    </section>
  );
}

function MergeDock({ merging }: { merging: boolean }) {
  const merge = () => {
    goToStep('step-try');
    void mergeNow();
  };
  return (
    <section className="dock" aria-label="Next action">
      <div>
        <b>Trained</b>
        <span>next, fold the two weights into one</span>
      </div>
      <button type="button" className="btn primary" disabled={merging} onClick={merge}>
        {merging ? 'Merging' : 'Merge'}
      </button>
    </section>
  );
}
