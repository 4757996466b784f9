/**
 * @file The phone's sticky tabs: the three steps with their state. They scroll; they do not touch the
 * address, which belongs to the settings.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';

const STEPS = ['step-data', 'step-train', 'step-try'] as const;
type StepId = (typeof STEPS)[number];

/** Scrolls to a column's head. */
export function goToStep(id: StepId): void {
  document.getElementById(id)?.scrollIntoView({ block: 'start' });
}

/** The step that is under the tabs while scrolling. */
function useCurrentStep(): StepId {
  const [current, setCurrent] = useState<StepId>('step-data');
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const line = window.innerHeight * 0.4;
      const passed = STEPS.filter((id) => (document.getElementById(id)?.getBoundingClientRect().top ?? line) < line);
      setCurrent(passed.at(-1) ?? 'step-data');
    };
    const onScroll = () => {
      frame ||= requestAnimationFrame(look);
    };
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', onScroll);
    };
  }, []);
  return current;
}

function DataMark() {
  const ready = useData((state) => state.dataset !== null);
  const troubled = useData((state) => state.failure !== null || state.rejected.length > 0 || state.problems.length > 0);
  if (troubled) return <Mark icon="warning" words="with problems" />;
  return ready ? <Mark icon="check" words="done" /> : null;
}

function TrainMark() {
  const state = useRun((all) => all);
  const { phase, plan, series } = state;
  if (phase === 'finished') return <Mark icon="check" words="done" />;
  if (phase === 'failed') return <Mark icon="warning" words="failed" />;
  if (!plan || !isBusy(state)) return null;
  const done = series.reduce((sum, one) => sum + one.steps, 0);
  return <span className="pc">{Math.floor((100 * done) / Math.max(1, plan.stepsPerRun * plan.runs.length))} %</span>;
}

function TryMark() {
  const mergePhase = useRun((state) => state.mergePhase);
  if (mergePhase === 'locked') return <Mark icon="lock" words="opens after training" />;
  return mergePhase === 'merged' ? <Mark icon="check" words="merged" /> : null;
}

function Mark({ icon, words }: { icon: 'check' | 'warning' | 'lock'; words: string }) {
  return (
    <>
      <Icon name={icon} />
      <span className="sr">{words}</span>
    </>
  );
}

export function StepTabs() {
  const current = useCurrentStep();
  const tab = (id: StepId, number: number, name: string, mark: ReactNode) => (
    <button type="button" aria-current={current === id ? 'step' : undefined} onClick={() => goToStep(id)}>
      <b>{number}</b> {name}
      {mark}
    </button>
  );
  return (
    <nav className="tabs" aria-label="Steps">
      {tab('step-data', 1, 'Data', <DataMark />)}
      {tab('step-train', 2, 'Train', <TrainMark />)}
      {tab('step-try', 3, 'Try', <TryMark />)}
    </nav>
  );
}
