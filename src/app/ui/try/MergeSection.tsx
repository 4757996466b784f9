/**
 * @file Merge: what it does, the button, and then what it cost and whether the answers stayed the same.
 */

import { useState } from 'react';
import type { MergeReport } from '../../../core/lab/events.ts';
import { formatFixed } from '../../charts/format.ts';
import { mergeNow } from '../../state/actions.ts';
import { goOnWithMerged, type Role } from '../../state/own-run.ts';
import { completePairs } from '../../state/run-store.ts';
import { Formula } from '../common/Formula.tsx';
import { useEngine, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { Scientific } from '../common/units.tsx';
import { backendName } from '../shell/backend-words.ts';
import { MergeTable } from './MergeTable.tsx';

/** The bar for “the same answers”: relative difference of all logits. */
const SAME_ANSWERS = 1e-5;

export function MergeSection() {
  const phase = useRun((state) => state.mergePhase);
  const merge = useRun((state) => state.merge);
  const backend = useEngine((state) => state.backend?.name);
  const shown = phase === 'merged' ? merge : null;
  return (
    <section className="blockq">
      <div className="bq-h">
        <h3>Merge</h3>
        {shown && (
          <span className="later">
            one sample, seed {shown.seed}
            {backend && `, ${backendName(backend)}`}
          </span>
        )}
      </div>
      {shown ? (
        <MergedWords report={shown} />
      ) : (
        <p className="prose s">
          Folds <Formula /> into one matrix a layer, then measures what inference costs.
        </p>
      )}
      <MergeAction />
      <MergeTable report={shown} unit={backend === undefined || backend === 'webgpu' ? 'dispatches' : 'operations'} />
      {shown && <MergeChecks report={shown} />}
      {shown && <UseMerged />}
    </section>
  );
}

function MergeAction() {
  const phase = useRun((state) => state.mergePhase);
  const over = useRun((state) => state.phase === 'finished' || state.phase === 'failed');
  const pairs = useRun((state) => completePairs(state.series).length);
  switch (phase) {
    case 'locked':
      return over ? (
        <p className="help">
          {pairs > 0
            ? 'The engine no longer has the weights of these runs. Train again to merge.'
            : 'There is no complete pair of runs to merge. Train with an auxiliary to the end of one pair.'}
        </p>
      ) : null;
    case 'ready':
    case 'failed':
      return (
        <button type="button" className="btn primary wide-b" onClick={mergeNow}>
          {phase === 'ready' ? 'Merge' : 'Merge again'}
        </button>
      );
    case 'merging':
      return (
        <button type="button" className="btn primary wide-b" disabled>
          Merging and measuring
        </button>
      );
    case 'merged':
      return null;
    default:
      return phase satisfies never;
  }
}

/** A trained run is a model like any other: it may be the target, or lend its weights, in the next one. */
function UseMerged() {
  const [chosen, setChosen] = useState<Role | null>(null);
  const choose = async (role: Role) => {
    if (await goOnWithMerged(role)) setChosen(role);
  };
  return (
    <p className="help go-on">
      <span>
        {chosen ? `The merged model is the ${chosen} of the next run. “Change settings” shows it.` : 'Go on with the merged model:'}
      </span>
      {(['target', 'auxiliary'] as const).map((role) => (
        <button key={role} type="button" className="btn s" aria-disabled={chosen === role} onClick={() => chosen !== role && choose(role)}>
          Use as {role}
        </button>
      ))}
    </p>
  );
}

function MergedWords({ report }: { report: MergeReport }) {
  const { baseline, merged, mergedToBaseline, relativeLogitDifference } = report;
  const sameAnswers = relativeLogitDifference <= SAME_ANSWERS;
  const sameSize = baseline.parameters === merged.parameters && baseline.bytes === merged.bytes;
  const [low, high] = mergedToBaseline.ci95;
  const sameTime = low <= 1 && high >= 1;
  const facts = [
    sameAnswers ? 'same answers as the two branches' : 'answers that differ from the two branches',
    sameSize ? 'the size of the baseline' : 'another size than the baseline',
    sameTime ? 'no difference in time seen' : `${formatFixed(mergedToBaseline.ratio, 2)} times its time`,
  ];
  return (
    <p className="prose s">
      <Formula /> is now one matrix a layer: {facts.join(', ')}.
    </p>
  );
}

function MergeChecks({ report }: { report: MergeReport }) {
  const { maxAbsLogitDifference, relativeLogitDifference, samplesCompared, latencyPairs, mergedToBaseline } = report;
  const [low, high] = mergedToBaseline.ci95;
  return (
    <>
      <p className="check">
        <Icon name={relativeLogitDifference <= SAME_ANSWERS ? 'check' : 'warning'} />
        <span>
          Largest logit difference, merged to two branches:{' '}
          <b>
            <Scientific value={maxAbsLogitDifference} />
          </b>
          . Over all {samplesCompared} samples, relative:{' '}
          <b>
            <Scientific value={relativeLogitDifference} />
          </b>
          .
        </span>
      </p>
      <p className="help">
        Latency: median and 95 % interval of {latencyPairs} interleaved pairs. Merged takes {formatFixed(mergedToBaseline.ratio, 2)} times
        the baseline’s time, interval {formatFixed(low, 2)} to {formatFixed(high, 2)}.
      </p>
    </>
  );
}
