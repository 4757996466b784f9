/**
 * @file Reads batches of 32 records in random order as training does, and says how long one took. For `import-10000.mjs`.
 */
import type { DatasetPlan } from '../src/core/data/dataset.ts';
import { createRng } from '../src/core/tensor/rng.ts';
import { createOpenDatasets } from '../src/worker/stored-records.ts';

const BATCH = 32;
const BATCHES = 100;

self.onmessage = async ({ data }: MessageEvent<DatasetPlan>) => {
  const { records } = await createOpenDatasets().open(data);
  const rng = createRng(0, 'bench');
  const times: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const start = performance.now();
    for (let at = 0; at < BATCH; at++) records.read(rng.integer(records.count));
    times.push(1000 * (performance.now() - start));
  }
  times.sort((a, b) => a - b);
  self.postMessage(
    `${Math.round(times[BATCHES / 2]!)} µs in the median, ${Math.round(times[Math.floor(0.95 * BATCHES)]!)} µs at most in 95 %`,
  );
};
