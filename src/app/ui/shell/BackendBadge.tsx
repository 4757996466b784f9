/**
 * @file The badge that always shows which backend runs; pressed, it says why this one, what was passed
 * over, how exact it is and how fast the last run was.
 */
import { MODALITIES } from '../../../config/modalities.ts';
import { formatCount } from '../../charts/format.ts';
import { startEngine } from '../../state/engine-store.ts';
import { useEngine, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { Scientific } from '../common/units.tsx';
import { backendName, backendSentence, badgeWords } from './backend-words.ts';

export function BackendBadge() {
  const phase = useEngine((state) => state.phase);
  const backend = useEngine((state) => state.backend);
  const restarts = useEngine((state) => state.restarts);
  const words = badgeWords({ phase, backend });
  return (
    <>
      <button type="button" className={`badge ${words.tone}`} popoverTarget="backend-why" title="Which backend runs, and why">
        <Icon name={words.tone === 'normal' ? 'chip' : 'warning'} />
        <span>
          <span className="b1">{words.name}</span>
          <span className="b2">{words.detail}</span>
        </span>
        {restarts > 0 && <span className="b3">restarted</span>}
      </button>
      <div id="backend-why" className="pop" popover="auto">
        <BackendReport />
      </div>
    </>
  );
}

function BackendReport() {
  const { phase, backend, problem, requested, restarts } = useEngine((state) => state);
  const speed = useRun((state) => state.examplesPerSecond);
  const modality = useRun((state) => state.trained?.config.modality ?? 'image');
  return (
    <>
      <h2 className="pop-h">Backend</h2>
      {phase === 'failed' && (
        <>
          <p>
            <b>{problem?.message}</b>
          </p>
          <p>{problem?.hint}</p>
          <button type="button" className="btn s" onClick={() => startEngine().catch(() => {})}>
            Try again
          </button>
        </>
      )}
      {(phase === 'starting' || phase === 'off') && <p>The engine is starting: it chooses a backend and checks it on a small model.</p>}
      {phase === 'ready' && backend && (
        <>
          <p>{backendSentence(backend)}</p>
          {requested !== 'auto' && <p>The address asks for it with ?backend={requested}.</p>}
          <p>
            Checked at the start against a plain reference: largest relative error <Scientific value={backend.selfTestError} />.
          </p>
          {backend.kernels.slower && (
            <p>It computes with slower operations, because the faster ones cannot be used here: {backend.kernels.slower}.</p>
          )}
          {speed > 0 && (
            <p>
              The last run went at {formatCount(speed)} {MODALITIES[modality].many} a second.
            </p>
          )}
          {restarts > 0 && <p>It was restarted {restarts === 1 ? 'once' : `${restarts} times`} since the page was opened.</p>}
          {backend.skipped.length > 0 && (
            <>
              <h3>Passed over</h3>
              <ul>
                {backend.skipped.map(({ name, reason }) => (
                  <li key={name}>
                    <b>{backendName(name)}</b> {reason}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </>
  );
}
