/**
 * @file Which data the results on screen belong to, where other data has come to the page since. For Train and Try.
 */
import { MODALITIES } from '../../../config/modalities.ts';
import type { DatasetPlan } from '../../../core/data/dataset.ts';
import { displayName } from '../../../core/data/display-name.ts';

/**
 * @param trained data of the runs on screen
 * @param shown data of the Data column
 * @returns null where the two are the same, or nothing was trained
 */
export function trainedOnWords(trained: DatasetPlan | undefined, shown: DatasetPlan | null): string | null {
  if (!trained || trained === shown) return null;
  const { label } = MODALITIES[trained.form.modality];
  const what = `${displayName(trained.name, 60)} (${label})`;
  if (shown?.name === trained.name && shown.form.modality === trained.form.modality)
    return `These runs are of ${what} before the last changes.`;
  return `These runs are of ${what}, not of what Data shows now.`;
}
