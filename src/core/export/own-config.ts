/**
 * @file config.json in this app's own form, for models that timm has no class for: point clouds, clips, overlapping patches. The
 * fields are those of EncoderConfig, as `core/checkpoint/model-config.ts` reads them; tensors keep their names here.
 */
import type { ExportFacts } from './export-facts.ts';
import { type ExportForm, ownFacts } from './timm-config.ts';

export function ownConfig(facts: ExportFacts, form: ExportForm): string {
  const { encoder, classNames, license, runName, target, auxiliary } = facts;
  const config = {
    format: 'm2pt-encoder',
    version: 1,
    ...encoder,
    num_classes: classNames.length,
    label_names: classNames,
    license: license.id ?? 'not stated',
    pretraining: { data: [target.data, auxiliary.data].filter(Boolean).join('; ') },
    m2pt: { version: 1, form, name: runName, ...ownFacts(facts) },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
