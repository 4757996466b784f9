/**
 * @file Why the last drop gave nothing. What was there before is still there.
 */
import { MODALITIES } from '../../../config/modalities.ts';
import { chooseModality } from '../../state/actions.ts';
import { dataStore } from '../../state/data-store.ts';
import { useData } from '../common/hooks.ts';
import { ProblemNotice } from '../common/Notice.tsx';

export function FailureNotice() {
  const failure = useData((state) => state.failure);
  const kept = useData((state) => state.drops.length > 0);
  const shown = useData((state) => state.form.modality);
  if (!failure) return null;
  const other = failure.modality !== undefined && failure.modality !== shown ? failure.modality : null;
  return (
    <ProblemNotice problem={kept ? { ...failure, hint: `${failure.hint} The data below is unchanged.` } : failure}>
      <p className="row">
        {other && (
          <button type="button" className="btn s" onClick={() => chooseModality(other)}>
            Set up for {MODALITIES[other].label}
          </button>
        )}
        <button type="button" className="btn s" onClick={() => dataStore.setState({ failure: null })}>
          Hide
        </button>
      </p>
    </ProblemNotice>
  );
}
