/**
 * @file Files that carry trained models out of the page, made from the models in memory.
 */
import { writeSafetensors } from '../core/checkpoint/safetensors.ts';
import { PlaygroundError } from '../core/errors.ts';
import { paramsToHost } from '../core/tensor/params.ts';
import type { ExportedFile, ExportFormat } from './protocol.ts';
import type { TrainedModels } from './trained-models.ts';

/** @throws PlaygroundError `no-pair`, `no-pathway` when there is nothing to export yet */
export async function exportModel(format: ExportFormat, trained: TrainedModels): Promise<ExportedFile[]> {
  if (format !== 'merged') throw new PlaygroundError({ code: 'not-built', message: 'Not built yet.', hint: '' });
  const { encoder, dataset, merged } = trained.mergeSubjects();
  const name = `${encoder.name}-merged`;
  const { classNames } = dataset;
  const config = { format: 'm2pt-encoder', version: 1, ...encoder, name, numClasses: classNames.length, classNames };
  const configText = JSON.stringify(config, null, 2);
  const weights = writeSafetensors(await paramsToHost(merged), { format: 'pt', m2pt_config: configText });
  return [
    { name: `${name}.safetensors`, blob: new Blob([weights]) },
    { name: 'config.json', blob: new Blob([configText], { type: 'application/json' }) },
  ];
}
