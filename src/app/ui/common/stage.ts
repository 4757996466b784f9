/**
 * @file Which of the three steps is on: where the one action stands that matters now.
 */
import { useData, useRun } from './hooks.ts';

export type Stage = 'data' | 'train' | 'try';

export function useStage(): Stage {
  const hasData = useData((state) => state.dataset !== null);
  const phase = useRun((state) => state.phase);
  const mergePhase = useRun((state) => state.mergePhase);
  if (mergePhase !== 'locked' && phase === 'finished') return 'try';
  return hasData || phase !== 'idle' ? 'train' : 'data';
}
