/**
 * @file Why the last drop gave nothing. What was there before is still there.
 */
import { dataStore } from '../../state/data-store.ts';
import { useData } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';

export function FailureNotice() {
  const failure = useData((state) => state.failure);
  const kept = useData((state) => state.samples.length > 0);
  if (!failure) return null;
  return (
    <div className="notice danger" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          <b>{failure.message}</b>
        </p>
        <p>
          {failure.hint}
          {kept && ' The data below is unchanged.'}
        </p>
        <p className="row">
          <button type="button" className="btn s" onClick={() => dataStore.setState({ failure: null })}>
            Hide
          </button>
        </p>
      </div>
    </div>
  );
}
