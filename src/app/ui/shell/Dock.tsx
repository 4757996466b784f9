/**
 * @file The phone's dock: the one action that matters now, always in reach of the thumb.
 */
import type { Problem } from '../../../core/errors.ts';
import { formatDuration, plural } from '../../charts/format.ts';
import { mergeNow, pauseRun, resumeRun, startExperiment, stopRun } from '../../state/actions.ts';
import { pickModel } from '../../state/model-picker.ts';
import { isBusy } from '../../state/run-store.ts';
import { roleToLookAt, trainBlocker } from '../../state/train-blocker.ts';
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
  const { phase, plan, activeRun, remainingMs, pausing } = useRun((state) => state);
  const waiting = phase === 'starting' || phase === 'stopping';
  const where = plan && activeRun !== null ? `Run ${activeRun + 1} of ${plan.runs.length}` : 'Starting';
  const left = remainingMs === null ? 'time left not known yet' : `about ${formatDuration(remainingMs)} left`;
  const words = phase === 'stopping' ? 'stops after this step' : pausing ? 'pauses after this step' : phase === 'paused' ? 'paused' : left;
  return (
    <section className="dock" aria-label="Next action">
      <div>
        <b>{where}</b>
        <span>{words}</span>
      </div>
      <button type="button" className="btn" disabled={waiting || pausing} onClick={phase === 'paused' ? resumeRun : pauseRun}>
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
  useModels((state) => state); // trainBlocker looks at them
  const blocker = trainBlocker();
  if (blocker) return <BlockedDock blocker={blocker} />;
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
      <button type="button" className="btn primary" onClick={start}>
        <Icon name="play" />
        Train
      </button>
    </section>
  );
}

/** Why nothing can be trained, and the way out where there is one button for it. */
function BlockedDock({ blocker }: { blocker: Problem }) {
  const role = roleToLookAt(blocker);
  const look = () => {
    goToStep('step-train');
    pickModel(role);
  };
  return (
    <section className="dock" aria-label="Next action">
      <div>
        <b>Not ready yet</b>
        <span className="why">{blocker.message}</span>
      </div>
      {role && (
        <button type="button" className="btn primary" onClick={look}>
          Look at the {role}
        </button>
      )}
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
