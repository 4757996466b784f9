/** @file After training: the verdict in words with its interval, what would settle it, and the full ledger. */
import { useState } from 'react';
import { formatDuration, formatPercent, plural } from '../../charts/format.ts';
import type { RunState } from '../../state/run-state.ts';
import { Icon } from '../common/Icon.tsx';
import { Ledger } from './Ledger.tsx';
import { ledgerRows } from './ledger-rows.ts';
import { type VerdictWords, verdictWords } from './verdict-words.ts';

interface LeadVerdictProps {
  run: RunState;
  stopped: boolean;
  /** Pairs that may still be added to the settings. */
  roomForSeeds: number;
  onAddSeeds: (count: number) => void;
}

function Estimate({ words, pairs }: { words: VerdictWords; pairs: number }) {
  if (words.estimate === null) return null;
  return (
    <p className="v-n">
      <b>
        {words.estimate}
        {words.halfWidth !== null && ` ± ${words.halfWidth}`}
      </b>{' '}
      points, {plural(pairs, 'seed')}
    </p>
  );
}

/** Only one arm was trained: no comparison, the mean accuracy instead. */
function BaselineOnly({ run, stopped }: { run: RunState; stopped: boolean }) {
  const done = run.series.filter((one) => one.result !== null);
  const mean = done.reduce((sum, one) => sum + (one.result?.testAccuracy ?? 0), 0) / Math.max(1, done.length);
  return (
    <>
      <p className="eyebrow">
        <span>{stopped ? 'Stopped' : `Done in ${formatDuration(run.elapsedMs)}`}</span>
      </p>
      <h3 className="v-h">{done.length > 0 ? `${formatPercent(mean)} % on the test set` : 'No run is complete'}</h3>
      <p className="prose">
        {done.length > 0 ? `Mean of ${plural(done.length, 'run')}. ` : ''}Only the baseline was trained. Choose an auxiliary to compare it
        with a pathway.
      </p>
    </>
  );
}

export function LeadVerdict({ run, stopped, roomForSeeds, onAddSeeds }: LeadVerdictProps) {
  const [judged, setJudged] = useState(false);
  const { plan, series, comparison } = run;
  const rows = ledgerRows(series, plan?.stepsPerRun ?? 0, false);
  const compared = series.some((one) => one.run.arm === 'pathway') && comparison !== null;
  const words = compared ? verdictWords(comparison) : null;
  const pairs = comparison?.difference.n ?? 0;
  const add = words?.add && roomForSeeds > 0 ? { ...words.add, count: Math.min(words.add.count, roomForSeeds) } : null;
  return (
    <div className="lead two">
      <div className="verdict">
        {words === null ? (
          series.some((one) => one.run.arm === 'pathway') ? (
            <>
              <h3 className="v-h">No pair is complete</h3>
              <p className="prose">
                {stopped ? 'The runs were stopped before both arms of a seed had ended. ' : ''}The finished runs are in the ledger.
              </p>
            </>
          ) : (
            <BaselineOnly run={run} stopped={stopped} />
          )
        ) : (
          <>
            <p className="eyebrow">
              <span>Verdict on the test set{stopped ? ', stopped early' : ''}</span>
              <button type="button" className="linkish" aria-expanded={judged} onClick={() => setJudged(!judged)}>
                How it is judged
              </button>
            </p>
            <h3 className="v-h">{words.title}</h3>
            <Estimate words={words} pairs={pairs} />
            <p className="prose">{words.sentence}</p>
            {judged && (
              <p className="help judged">
                Two runs with the same seed are a pair; they differ only by the pathway. The mean of the differences in test accuracy and
                its 95 % t-interval decide: all above 0 helps, all below 0 hurts, else no difference seen. Stopped runs do not count. The
                interval covers the luck of the first head and of the batches, on one fixed test set; it says nothing of other test sets.
              </p>
            )}
            {add && (
              <div className="row">
                <button type="button" className="btn" disabled={run.mergePhase === 'merging'} onClick={() => onAddSeeds(add.count)}>
                  <Icon name="plus" />
                  Add {plural(add.count, 'seed')}
                </button>
                <span className="help">{run.mergePhase === 'merging' ? 'opens when the merge is done' : add.why}</span>
              </div>
            )}
            {words.note && <p className="help settle">{words.note}</p>}
          </>
        )}
      </div>
      <Ledger rows={rows} interval={comparison?.difference.ci95 ?? null} say={pairs > 0 && pairs < 3 ? 'too early to say' : ''} />
    </div>
  );
}
