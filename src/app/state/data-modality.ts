/**
 * @file Which modality a drop is of, and what changing the modality means for the settings. Pure but for the settings it reads; used
 * by data-import.ts and actions.ts.
 */
import { MODALITIES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { detectModality } from '../../core/data/detect-modality.ts';
import { CONTAINER_NAME, IDX_NAME, modalitiesByName, suffixOf, TABLE_SUFFIXES } from '../../core/data/file-kinds.ts';
import type { ModalitySettings } from './data-store.ts';

/** More arrays than this are point clouds of one file each, not pictures of one data set. */
const MOST_ARRAYS = 8;

/** The models that a modality starts with. */
export function modalitySettings(modality: Modality): ModalitySettings {
  const { target, auxiliary } = MODALITIES[modality];
  return { modality, target, auxiliary };
}

/**
 * The modality to read a drop as, by the names of its files. Where names allow what the target takes, that is tried first; the parse
 * worker looks inside and says when it is another.
 */
export function modalityOfDrop(paths: readonly string[], current: Modality): Modality {
  const { modality, counts } = detectModality(paths);
  if (modality === null || modality === current) return current;
  const arrays = paths.filter((path) => suffixOf(path) === 'npy').length;
  const isPossible = (path: string) =>
    modalitiesByName(path).includes(current) ||
    // A folder of pictures may be a clip.
    (current === 'video' && modalitiesByName(path).includes('image')) ||
    (current === 'point' && TABLE_SUFFIXES.has(suffixOf(path))) ||
    IDX_NAME.test(path) ||
    (CONTAINER_NAME.test(path) && (suffixOf(path) !== 'npy' || arrays <= MOST_ARRAYS));
  return paths.filter(isPossible).length >= counts[modality] ? current : modality;
}
