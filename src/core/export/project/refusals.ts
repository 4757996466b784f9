/**
 * @file What the exported project could not do as the browser did: said before anything is written, because a project that trains
 * otherwise than it says would be worse than none.
 */
import { FIELDS } from '../../../config/fields.ts';
import { MODALITIES } from '../../../config/modalities.ts';
import { augmentationsOf } from '../../data/augment/augmentation.ts';
import { PlaygroundError } from '../../errors.ts';
import type { Ingredients } from '../../lab/plan.ts';

/** The changes of training samples that the project draws exactly as the browser does. */
const REPEATED: ReadonlySet<string> = new Set(['flip']);

/** @throws PlaygroundError `export-unsupported` for other data than pictures, and for changes of training samples that are not repeated */
export function refuseUnlike({ config, dataset, target }: Pick<Ingredients, 'config' | 'dataset' | 'target'>): void {
  const { modality } = dataset.form;
  if (modality !== 'image')
    throw new PlaygroundError({
      code: 'export-unsupported',
      message: `The PyTorch project continues runs on ${MODALITIES.image.many}; ${target.config.name} was trained on ${MODALITIES[modality].many}.`,
      hint: 'Export the merged model as safetensors: PyTorch reads its tensors under the same names.',
    });
  const unlike = augmentationsOf(config, modality).filter((key) => !REPEATED.has(key));
  if (unlike.length === 0) return;
  throw new PlaygroundError({
    code: 'export-unsupported',
    message: `The PyTorch project does not repeat these changes of training pictures: ${unlike.map((key) => FIELDS[key].label).join(', ')}. Its batches would not be this run’s.`,
    hint: 'Export the merged model, or train with them off; Flip is repeated.',
  });
}
