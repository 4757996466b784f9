/**
 * @file The report on a checkpoint: names, shapes, family and what fits, for the lab and the model dialog.
 */
import { inspectCheckpoint } from '../core/checkpoint/inspect-checkpoint.ts';
import type { ModelReport } from '../core/checkpoint/model-report.ts';
import type { ModelStore } from './model-store.ts';
import type { ModelSource } from './protocol.ts';

export async function inspectModel(source: ModelSource, store: ModelStore): Promise<ModelReport> {
  return inspectCheckpoint(await store.files(source));
}
