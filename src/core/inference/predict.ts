/**
 * @file Class probabilities and test figures of a trained model, in fixed-size batches.
 */
import type { Dataset } from '../data/dataset.ts';
import { batchValues } from '../m2pt/batch-input.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { mergePathway } from '../m2pt/merge.ts';
import { inferenceBatch } from '../m2pt/predict-memory.ts';
import type { ApplyLinear } from '../nn/block.ts';
import { nextTask } from '../tensor/next-task.ts';
import { disposeParams, type Params } from '../tensor/params.ts';
import { createBatchForward } from './create-forward.ts';

/**
 * Logits of the chosen samples, row-major [indices.length × classes].
 * @param params plain, or with a pathway, which is folded in first
 */
export async function logitsOf(params: Params, config: EncoderConfig, dataset: Dataset, indices: ArrayLike<number>): Promise<Float32Array> {
  const merged = mergePathway(params);
  try {
    return await forwardAll(merged, config, dataset, indices, plainLinear);
  } finally {
    disposeParams(merged);
  }
}

/** The same without folding. @param apply how linears are computed from `params` as they are */
export async function forwardAll(
  params: Params,
  config: EncoderConfig,
  dataset: Dataset,
  indices: ArrayLike<number>,
  apply: ApplyLinear,
): Promise<Float32Array> {
  const classes = dataset.classNames.length;
  const all = new Float32Array(indices.length * classes);
  const batch = inferenceBatch(config);
  const forward = await createBatchForward(params, config, apply);
  try {
    for (let from = 0; from < indices.length; from += batch) {
      const part = Array.prototype.slice.call(indices, from, from + batch) as number[];
      all.set(await forward.logits(batchValues(config, dataset, part).input), from * classes);
      await nextTask();
    }
  } finally {
    forward.dispose();
  }
  return all;
}

/** Softmax of one row of logits. */
export function softmax(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits);
  const max = Math.max(...values);
  const exp = values.map((value) => Math.exp(value - max));
  const total = exp.reduce((a, b) => a + b, 0);
  return exp.map((value) => value / total);
}

export interface Evaluation {
  /** Mean cross-entropy without label smoothing. */
  loss: number;
  /** In [0, 1]. */
  accuracy: number;
  /** [true class][predicted class]. */
  confusion: number[][];
  /** Row-major [n × classes], in the order of the indices. */
  logits: Float32Array;
}

/** Figures from logits. @param labels class of each row */
export function score(logits: Float32Array, labels: readonly number[], classes: number): Evaluation {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  let right = 0;
  labels.forEach((label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const best = row.reduce((top, value, at) => (value > row[top]! ? at : top), 0);
    confusion[label]![best]! += 1;
    if (best === label) right += 1;
    loss -= Math.log(Math.max(softmax(row)[label]!, 1e-12));
  });
  const count = Math.max(1, labels.length);
  return { loss: loss / count, accuracy: right / count, confusion, logits };
}

/** Evaluates a model on some samples of a data set. */
export async function evaluate(params: Params, config: EncoderConfig, dataset: Dataset, indices: ArrayLike<number>): Promise<Evaluation> {
  const logits = await logitsOf(params, config, dataset, indices);
  return score(
    logits,
    Array.from(indices, (i) => dataset.labels[i] as number),
    dataset.classNames.length,
  );
}
