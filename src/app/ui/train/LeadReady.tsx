/** @file Before training: the plan in words, one button, what it costs, and the ledger still to be filled. */
import type { RunConfig } from '../../../config/run-config.ts';
import { seedsOf } from '../../../config/seeds.ts';
import { plural } from '../../charts/format.ts';
import { Icon } from '../common/Icon.tsx';
import { Ledger } from './Ledger.tsx';
import { plannedRows } from './ledger-rows.ts';
import { CostCaution, CostLine } from './TrainCost.tsx';
import { type Plan, planSentence } from './train-stage.ts';

interface LeadReadyProps {
  config: RunConfig;
  plan: Plan;
  /** Why Train cannot be pressed now, in a sentence; null when it can. */
  blocked: string | null;
  /** False while another button is the next step: Merge. */
  isPrimary: boolean;
  onTrain: () => void;
}

export function LeadReady({ config, plan, blocked, isPrimary, onTrain }: LeadReadyProps) {
  const seeds = seedsOf(config);
  return (
    <div className="lead two">
      <div className="prog">
        <h3 className="big">{blocked === null ? 'Ready to train' : 'Not ready yet'}</h3>
        <p className="prose">{planSentence(config)}</p>
        <div className="row">
          <button
            type="button"
            className={isPrimary ? 'btn primary lg' : 'btn lg'}
            disabled={blocked !== null}
            aria-describedby={blocked === null ? undefined : 'train-blocked'}
            onClick={onTrain}
          >
            <Icon name="play" />
            Train {plural(plan.runs, 'run')}
          </button>
          <CostLine {...plan} />
        </div>
        {blocked === null && <CostCaution cost={plan.cost} />}
        {blocked !== null && (
          <p className="blocked" id="train-blocked">
            <Icon name="warning" />
            <span>{blocked}</span>
          </p>
        )}
      </div>
      <Ledger rows={plannedRows(seeds, plan.arms === 2)} interval={null} />
    </div>
  );
}
