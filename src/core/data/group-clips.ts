/**
 * @file Clips of a drop: files that move, and folders of pictures that are the frames of one. Between sorting a drop by names and
 * labelling it; `video/group-frames.ts` decides what is a folder of frames.
 */
import type { Modality } from '../../config/run-config.ts';
import type { ModalityCounts } from './detect-modality.ts';
import type { DropSource, FileSource } from './drop-source.ts';

/**
 * @param mine what is of the wanted modality already
 * @param pictures files that are pictures by name
 * @param counts corrected: frames count as clips, not as pictures
 * @returns `mine`, with folders of frames where clips are wanted
 */
export async function groupClips(
  mine: DropSource[],
  _pictures: readonly FileSource[],
  _modality: Modality,
  _counts: ModalityCounts,
): Promise<DropSource[]> {
  return mine;
}
