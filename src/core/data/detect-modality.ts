/**
 * @file Which modality a drop holds, by the names of its files: counts for each, and the one to propose. Pure. The page asks before
 * anything is read; `list-drop.ts` asks again with what was found inside archives.
 */
import { MODALITIES, MODALITY_NAMES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { PlaygroundError } from '../errors.ts';
import { isIgnoredPath } from './class-paths.ts';
import { plural } from './display-name.ts';
import { IDX_NAME, modalitiesByName, suffixOf, TABLE_SUFFIXES } from './file-kinds.ts';

export type ModalityCounts = Record<Modality, number>;

export interface DetectedModality {
  /** Null where names do not tell: archives, parquet files, nothing known. */
  modality: Modality | null;
  /** Files of each; archives, tables and unknown ones count nowhere. */
  counts: ModalityCounts;
}

/** From so many tables of numbers on, and nothing else, they are taken for points. */
const FEWEST_TABLES = 6;

export function noCounts(): ModalityCounts {
  return { image: 0, audio: 0, point: 0, video: 0 };
}

/** @param paths of a drop, with `/` between folders; hidden and system files are passed over */
export function detectModality(paths: readonly string[]): DetectedModality {
  const counts = noCounts();
  const visible = paths.filter((path) => !isIgnoredPath(path));
  for (const path of visible) {
    const modality = IDX_NAME.test(path) || suffixOf(path) === 'npz' ? 'image' : modalitiesByName(path)[0];
    if (modality) counts[modality]++;
  }
  const tables = visible.filter((path) => TABLE_SUFFIXES.has(suffixOf(path))).length;
  if (mostOf(counts) === null && tables >= FEWEST_TABLES && tables > visible.length / 2) counts.point = tables;
  return { modality: mostOf(counts), counts };
}

/** The modality with the largest count; null where all are 0. */
export function mostOf(counts: Readonly<ModalityCounts>): Modality | null {
  const [most] = [...MODALITY_NAMES].sort((a, b) => counts[b] - counts[a]);
  return most !== undefined && counts[most] > 0 ? most : null;
}

/** `These are 420 sounds, and the target takes pictures.` */
export function otherModality(counts: Readonly<ModalityCounts>, found: Modality, wanted: Modality): PlaygroundError {
  const { one, many } = MODALITIES[found];
  const count = counts[found];
  return new PlaygroundError({
    code: 'other-modality',
    message: `${count === 1 ? `This is a ${one}` : `These are ${plural(count, one, many)}`}, and the target takes ${MODALITIES[wanted].many}.`,
    hint: `Choose a target for ${many}, or drop ${MODALITIES[wanted].many}.`,
    modality: found,
  });
}
