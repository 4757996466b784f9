/**
 * @file The lab's target and auxiliary: shipped, from scratch, of the Hub, or files that scripts/lab/ serves, opened and
 * checked by the engine before any data is read.
 */
import type { RunConfig } from '../config/run-config.ts';
import type { RecordForm } from '../core/data/record-form.ts';
import { atPictureSize } from '../core/m2pt/plain-shape.ts';
import { recordFormOf } from '../core/m2pt/record-form-of.ts';
import type { EngineClient } from '../worker/client.ts';
import type { ModelSource } from '../worker/protocol.ts';
import { sourceOf } from './model-source.ts';
import type { LabModel, RunRequest } from './request.ts';

export interface ChosenModels {
  target: ModelSource;
  /** Null for `none`. */
  auxiliary: ModelSource | null;
  /** As RunConfig names them. */
  targetId: string;
  auxiliaryId: string;
  /** The records that the target takes. */
  form: RecordForm;
}

/** @throws PlaygroundError when a model cannot be opened */
export async function chooseModels(engine: EngineClient, request: RunRequest, config: RunConfig): Promise<ChosenModels> {
  const wanted: LabModel = request.target ?? { kind: 'shipped', id: config.target };
  const lender: LabModel = request.auxiliary ?? { kind: 'shipped', id: config.auxiliary };
  const target = await sourceOf(engine, wanted, 'target', config.modality);
  const card = await engine.call('openModel', { source: target });
  const auxiliary = lender.kind === 'none' ? null : await sourceOf(engine, lender, 'auxiliary', config.modality);
  const auxiliaryCard = auxiliary && (await engine.call('openModel', { source: auxiliary }));
  return {
    target,
    auxiliary,
    targetId: card.id,
    auxiliaryId: auxiliaryCard?.id ?? 'none',
    form: recordFormOf(atPictureSize(card.config, config.pictureSize)),
  };
}
