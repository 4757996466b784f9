/**
 * @file Which modality a drop is of, and what changing the modality means for the settings. Pure; used by data-import.ts and actions.ts.
 */
import { MODALITIES, MODALITY_NAMES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { detectModality } from '../../core/data/detect-modality.ts';
import { CONTAINER_NAME, IDX_NAME, modalitiesByName, suffixOf, TABLE_SUFFIXES } from '../../core/data/file-kinds.ts';
import type { ModalitySettings } from './data-store.ts';
import { hasClasses } from './drop-readings.ts';

/** More arrays than this are point clouds of one file each, not pictures of one data set; where clips are wanted, each may be one. */
const MOST_ARRAYS = 8;

/** The models that a modality starts with. */
export function modalitySettings(modality: Modality): ModalitySettings {
  const { target, auxiliary } = MODALITIES[modality];
  return { modality, target, auxiliary };
}

/**
 * The modality to read a drop as, by the names of its files: what the target takes where names allow it, but one whose folders are
 * classes where those of the first are not. What archives and tables hold, names do not tell: the parse worker looks inside and says
 * when it is another.
 */
export function modalityOfDrop(paths: readonly string[], current: Modality): Modality {
  const first = likeliest(paths, current);
  const isTold = (path: string) => !CONTAINER_NAME.test(path) && !TABLE_SUFFIXES.has(suffixOf(path)) && !IDX_NAME.test(path);
  if (!paths.every(isTold) || first === 'point' || hasClasses(first, paths)) return first;
  const { modality } = detectModality(paths);
  const others = [...(modality ? [modality] : []), ...MODALITY_NAMES].filter((one) => one !== first);
  return others.find((one) => hasClasses(one, paths)) ?? first;
}

function likeliest(paths: readonly string[], current: Modality): Modality {
  const { modality, counts } = detectModality(paths);
  if (modality === null || modality === current) return current;
  const arrays = paths.filter((path) => suffixOf(path) === 'npy').length;
  const isPossible = (path: string) =>
    modalitiesByName(path).includes(current) ||
    // A folder of pictures may be a clip.
    (current === 'video' && modalitiesByName(path).includes('image')) ||
    (current === 'point' && TABLE_SUFFIXES.has(suffixOf(path))) ||
    IDX_NAME.test(path) ||
    (CONTAINER_NAME.test(path) && (suffixOf(path) !== 'npy' || arrays <= MOST_ARRAYS || current === 'video'));
  // Of a picture to each model or clip, what was detected decides.
  if (current === 'image' && counts.image >= counts[modality]) return modality;
  return paths.filter(isPossible).length >= counts[modality] ? current : modality;
}
