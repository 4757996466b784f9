/**
 * @file Why the last drop gave nothing. What was there before is still there.
 */
import { dataStore } from '../../state/data-store.ts';
import { useData } from '../common/hooks.ts';
import { ProblemNotice } from '../common/Notice.tsx';

export function FailureNotice() {
  const failure = useData((state) => state.failure);
  const kept = useData((state) => state.samples.length > 0);
  if (!failure) return null;
  return (
    <ProblemNotice problem={kept ? { ...failure, hint: `${failure.hint} The data below is unchanged.` } : failure}>
      <p className="row">
        <button type="button" className="btn s" onClick={() => dataStore.setState({ failure: null })}>
          Hide
        </button>
      </p>
    </ProblemNotice>
  );
}
