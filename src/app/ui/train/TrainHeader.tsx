/** @file Head of the Train column: number, title, state in words, and the buttons that fit the state. */
import type { ReactNode } from 'react';
import { Icon } from '../common/Icon.tsx';
import type { TrainStage } from './train-stage.ts';

export interface TrainActions {
  train: () => void;
  pause: () => void;
  resume: () => void;
  step: () => void;
  stop: () => void;
  edit: () => void;
  /** Back from the settings to the results. */
  results: () => void;
}

interface TrainHeaderProps {
  /** True where the next action is in this column. */
  on: boolean;
  stage: TrainStage;
  words: string;
  /** `all`: from Stop until the engine has stopped, and while it starts. `pause`: pressed, and the step is not over. */
  waiting: 'all' | 'pause' | null;
  /** True when there are results behind the settings. */
  hasResults: boolean;
  actions: TrainActions;
}

function Buttons({ stage, waiting, hasResults, actions }: Omit<TrainHeaderProps, 'words' | 'on'>): ReactNode {
  switch (stage) {
    case 'training':
    case 'paused':
      return (
        <>
          {stage === 'paused' ? (
            <>
              <button type="button" className="btn docked" onClick={actions.resume} disabled={waiting !== null}>
                <Icon name="play" />
                Resume
              </button>
              <button type="button" className="btn" onClick={actions.step} disabled={waiting !== null}>
                Step
              </button>
            </>
          ) : (
            <button type="button" className="btn" onClick={actions.pause} disabled={waiting !== null}>
              <Icon name="pause" />
              Pause
            </button>
          )}
          <button type="button" className="btn docked" onClick={actions.stop} disabled={waiting === 'all'}>
            <Icon name="stop" />
            Stop
          </button>
        </>
      );
    case 'finished':
    case 'stopped':
    case 'failed':
      return (
        <button type="button" className="btn" onClick={actions.edit}>
          Change settings
        </button>
      );
    case 'loaded':
    case 'empty':
      return hasResults ? (
        <button type="button" className="btn" onClick={actions.results}>
          Back to results
        </button>
      ) : null;
    default:
      return stage satisfies never;
  }
}

export function TrainHeader({ on, stage, words, ...rest }: TrainHeaderProps) {
  return (
    <header className="step">
      <span className={on ? 'no on' : 'no'} aria-hidden="true">
        2
      </span>
      <h2 id="h-train">Train</h2>
      <p className="st">
        <span>
          {stage === 'finished' && <Icon name="check" />}
          {words}
        </span>
      </p>
      <div className={stage === 'training' ? 'act' : 'act keep'}>
        <Buttons stage={stage} {...rest} />
      </div>
    </header>
  );
}
