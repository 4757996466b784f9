/** @file The head of Train, while its chunk is on the way. */
import { StepHead } from '../common/StepHead.tsx';

export function TrainPlaceholder() {
  return (
    <section className="col col-train" id="step-train" aria-labelledby="h-train" aria-busy="true">
      <StepHead id="h-train" number={2} title="Train" on={false}>
        <span>opening</span>
      </StepHead>
    </section>
  );
}
