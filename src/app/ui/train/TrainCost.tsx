/**
 * @file What training would take, drawn twice: a sentence under the settings, and beside Train a short line with a caution
 * when it is much. The numbers come from train-cost.ts.
 */
import { formatBytes, formatCount, formatDuration } from '../../charts/format.ts';
import { Icon } from '../common/Icon.tsx';
import { type Cost, helpSentence } from './train-cost.ts';
import type { Plan } from './train-stage.ts';
import './cost.css';

/** Under the settings, so that a change of one is answered where it is made. */
export function CostSentence({ cost }: { cost: Cost | null }) {
  if (!cost) return null;
  const { memory, time, exact, onGpu } = cost;
  return (
    <p className="cost" role="status">
      <Icon name="chip" />
      <span>
        Needs about <b>{formatBytes(memory)}</b> of {onGpu ? 'GPU memory' : 'memory'}
        {time === null ? '. The time is known after the first steps.' : ' and '}
        {time !== null && <b>{formatDuration(time)}</b>}
        {time !== null && (exact ? ', measured on this machine.' : ', estimated from steps of another size on this machine.')}
      </span>
    </p>
  );
}

/** Beside Train: `252 steps, about 7 h, 3.0 GB`. */
export function CostLine({ steps, cost }: Plan) {
  const time = cost?.time == null ? 'time known after the first steps' : `about ${formatDuration(cost.time)}`;
  return (
    <p className="help">
      {formatCount(steps)} steps, {time}
      {cost && `, ${formatBytes(cost.memory)} of ${cost.onGpu ? 'GPU memory' : 'memory'}`}
    </p>
  );
}

/** Below it, when the experiment is long or large. */
export function CostCaution({ cost }: { cost: Cost | null }) {
  const sentence = cost && helpSentence(cost);
  if (!sentence) return null;
  return (
    <p className="cost-caution">
      <Icon name="warning" />
      <span>{sentence}</span>
    </p>
  );
}
