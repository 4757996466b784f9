/**
 * @file The polite live region: state changes at once, progress at most once a minute.
 */
import { useEffect } from 'react';
import { formatDuration } from '../../charts/format.ts';
import { announce } from '../../state/notices-store.ts';
import type { RunPhase, RunState } from '../../state/run-state.ts';
import { runStore } from '../../state/run-store.ts';
import { useNotices } from '../common/hooks.ts';

const PROGRESS_MS = 60_000;

const PHASE_WORDS: Record<RunPhase, string> = {
  idle: '',
  starting: 'Training is starting.',
  running: 'Training runs.',
  paused: 'Training is paused.',
  stopping: 'Training stops after this step.',
  finished: 'Training has finished.',
  failed: 'Training failed.',
};

function progressWords({ plan, series, activeRun, remainingMs }: RunState): string {
  const one = activeRun === null ? undefined : series[activeRun];
  if (!plan || !one) return '';
  const left = remainingMs === null ? '' : ` About ${formatDuration(remainingMs)} left.`;
  const { arm, seed, index } = one.run;
  return `Run ${index + 1} of ${plan.runs.length}, ${arm}, seed ${seed}. Step ${one.steps} of ${plan.stepsPerRun}.${left}`;
}

export function LiveRegion() {
  const text = useNotices((state) => state.announcement);
  useEffect(() => {
    let lastProgress = 0;
    return runStore.subscribe((state, before) => {
      if (state.phase !== before.phase) {
        const words = [PHASE_WORDS[state.phase], state.phase === 'failed' ? state.problem?.message : ''].filter(Boolean).join(' ');
        if (words) announce(words);
        lastProgress = performance.now();
      } else if (state.phase === 'running' && performance.now() - lastProgress > PROGRESS_MS) {
        lastProgress = performance.now();
        announce(progressWords(state));
      }
    });
  }, []);
  return (
    <p className="sr" role="status" aria-live="polite">
      {text}
    </p>
  );
}
