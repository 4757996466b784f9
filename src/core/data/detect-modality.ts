/**
 * @file Which modality a drop holds, by the names of its files: counts for each, and the one to propose. Pure. The page asks before
 * anything is read; `list-drop.ts` asks again with what was found inside archives.
 */
import { MODALITIES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { PlaygroundError } from '../errors.ts';
import { isIgnoredPath } from './class-paths.ts';
import { plural } from './display-name.ts';
import { COMPANION_NAME, IDX_NAME, modalitiesByName, suffixOf, TABLE_SUFFIXES } from './file-kinds.ts';

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
  const most = mostOf(counts);
  const materials = visible.filter((path) => COMPANION_NAME.test(path)).length;
  return { modality: most === 'image' && isTextured(counts, materials) ? 'point' : most, counts };
}

/** Whether the pictures are those that surfaces are covered with: nearly every surface has a file of its materials. */
function isTextured({ point }: Readonly<ModalityCounts>, materials: number): boolean {
  return materials > 0 && materials >= 0.8 * point && point >= 0.8 * materials;
}

/** A texture to each surface, a cover to each sound and a still to each clip say nothing of what the drop is for. */
const FIRST_OF_EQUALS: readonly Modality[] = ['point', 'video', 'audio', 'image'];

/** The modality with the largest count; of equals, the one that pictures go with. Null where all are 0. */
export function mostOf(counts: Readonly<ModalityCounts>): Modality | null {
  const [most] = [...FIRST_OF_EQUALS].sort((a, b) => counts[b] - counts[a]);
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
