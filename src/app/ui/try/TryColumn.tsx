/**
 * @file The Try column: a live look while training, then merge, a new sample, and what to keep. What is not
 * open yet shows its place with dashes.
 */
import { isBusy } from '../../state/run-store.ts';
import { useData, useEngineData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { StepHead } from '../common/StepHead.tsx';
import { useStage } from '../common/stage.ts';
import { trainedOnWords } from '../common/trained-on.ts';
import { AboutMethod } from './AboutMethod.tsx';
import { KeepIt } from './KeepIt.tsx';
import { MergeSection } from './MergeSection.tsx';
import { NewSample } from './NewSample.tsx';
import { WatchList } from './WatchList.tsx';

export function TryColumn() {
  const stage = useStage();
  const merged = useRun((state) => state.mergePhase === 'merged');
  const busy = useRun(isBusy);
  const alive = useEngineData((state) => state.dataset !== null);
  const trained = useRun((state) => state.trained?.dataset);
  const dataset = useData((state) => state.dataset);
  const trainedOn = trainedOnWords(trained, dataset);
  return (
    <section className="col col-try" id="step-try" aria-labelledby="h-try">
      <StepHead id="h-try" number={3} title="Try" on={stage === 'try'}>
        <Status />
      </StepHead>
      <div className="body">
        {busy && <WatchList />}
        {!busy && trainedOn && <p className="help">{trainedOn}</p>}
        <MergeSection />
        <NewSample open={merged} engineLost={merged && !alive} />
        <KeepIt open={merged} canDownload={alive} />
        {!busy && !merged && <AboutMethod />}
      </div>
    </section>
  );
}

function Status() {
  const mergePhase = useRun((state) => state.mergePhase);
  const busy = useRun(isBusy);
  const runs = useRun((state) => state.plan?.runs.length ?? 0);
  if (busy) return <span>{runs > 0 ? `live look, the rest opens after run ${runs}` : 'opens after training'}</span>;
  switch (mergePhase) {
    case 'locked':
      return (
        <span>
          <Icon name="lock" />
          opens after training
        </span>
      );
    case 'merged':
      return (
        <span>
          <Icon name="check" />
          merged
        </span>
      );
    case 'merging':
      return <span>merging and measuring</span>;
    case 'ready':
      return <span>ready to merge</span>;
    case 'failed':
      return <span>could not be merged</span>;
    default:
      return mergePhase satisfies never;
  }
}
