/**
 * @file Proof of the merge: sizes, costs, paired latency and the largest logit difference of one sample, for the
 * baseline, the un-merged model with two branches, and the merged model. All three run in one interleaved loop.
 */

import type { Dataset } from '../data/dataset.ts';
import type { BatchForward } from '../inference/batch-forward.ts';
import { countOperations, type OperationCount } from '../inference/count-operations.ts';
import { createBatchForward } from '../inference/create-forward.ts';
import { forwardAll, logitsOf } from '../inference/predict.ts';
import { plainLinear, twoBranchLinear } from '../m2pt/cross-modal-linear.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { multiplyAdds } from '../m2pt/multiply-adds.ts';
import { isAux } from '../m2pt/names.ts';
import type { ApplyLinear } from '../nn/block.ts';
import { nextTask } from '../tensor/next-task.ts';
import { elementCount, type Params } from '../tensor/params.ts';
import { inputShape } from '../tokenizers/tokenizer.ts';
import type { MergeColumn, MergeReport } from './events.ts';
import { latencyOf, medianInterval } from './statistics.ts';

/** Samples on which logits are compared. */
const COMPARED = 64;
/** Rounds before timing starts: shaders compile and caches fill. */
const WARM_UP = 5;

export interface MergeSubjects {
  seed: number;
  encoder: EncoderConfig;
  dataset: Dataset;
  /** Samples to compare on, never trained on. */
  test: Uint32Array;
  baseline: Params;
  pathway: Params;
  merged: Params;
}

/** @param pairs interleaved timings of each form, at least 30 for a useful interval */
export async function mergeReport(
  { seed, encoder, dataset, test, baseline, pathway, merged }: MergeSubjects,
  pairs: number,
): Promise<MergeReport> {
  const samples = test.slice(0, COMPARED);
  const plain = await logitsOf(merged, encoder, dataset, samples);
  const branched = await forwardAll(pathway, encoder, dataset, samples, twoBranchLinear);
  const forms: [Params, ApplyLinear][] = [
    [baseline, plainLinear],
    [pathway, twoBranchLinear],
    [merged, plainLinear],
  ];
  const shape = [1, ...inputShape(encoder)];
  const one = { shape, data: new Float32Array(shape.reduce((a, b) => a * b)) };
  const forwards: BatchForward[] = [];
  try {
    for (const [params, apply] of forms) forwards.push(await createBatchForward(params, encoder, apply));
    const run = (at: number) => forwards[at]!.logits(one);
    for (let i = 0; i < WARM_UP; i++) for (const at of forms.keys()) await run(at);
    const times: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < pairs; i++) {
      for (const at of turnOrder(i)) {
        const start = performance.now();
        await run(at);
        times[at]!.push(performance.now() - start);
      }
      await nextTask(); // on wasm nothing else lets heartbeats through
    }
    const classes = dataset.classNames.length;
    const branchWeights = Object.keys(pathway)
      .filter(isAux)
      .reduce((sum, name) => sum + pathway[name]!.size, 0);
    const counts: OperationCount[] = [];
    for (const at of forms.keys()) counts.push(await countOperations(() => run(at)));
    const column = (at: 0 | 1 | 2, branch: number): MergeColumn => {
      const parameters = elementCount(forms[at]![0]);
      return {
        parameters,
        bytes: parameters * 4,
        multiplyAdds: multiplyAdds(encoder, classes, branch),
        dispatches: counts[at]!.count,
        latency: latencyOf(times[at]),
      };
    };
    const ratio = medianInterval(times[2].map((ms, i) => ms / times[0][i]!));
    return {
      seed,
      baseline: column(0, 0),
      twoBranch: column(1, branchWeights),
      merged: column(2, 0),
      dispatchUnit: counts[0]!.unit,
      latencyPairs: pairs,
      mergedToBaseline: { ratio: ratio.median, ci95: ratio.ci95 },
      ...differenceOf(plain, branched),
      samplesCompared: samples.length,
    };
  } finally {
    for (const forward of forwards) forward.dispose();
  }
}

/**
 * Order of the three forms in a round: it rotates, and every second cycle runs backwards, so that each form comes
 * as often first, and as often after each of the others. A form that follows the large one finds colder caches.
 */
function turnOrder(round: number): number[] {
  const order = [0, 1, 2].map((turn) => (turn + round) % 3);
  return Math.floor(round / 3) % 2 === 0 ? order : order.reverse();
}

function differenceOf(
  merged: Float32Array,
  branched: Float32Array,
): Pick<MergeReport, 'maxAbsLogitDifference' | 'relativeLogitDifference'> {
  let largest = 0;
  let difference = 0;
  let norm = 0;
  merged.forEach((value, i) => {
    const d = value - branched[i]!;
    largest = Math.max(largest, Math.abs(d));
    difference += d * d;
    norm += branched[i]! ** 2;
  });
  return { maxAbsLogitDifference: largest, relativeLogitDifference: Math.sqrt(difference / (norm || 1)) };
}
