/**
 * @file What a drop could be trained as, by the names of its files: classes of enough samples for each modality, where sub-folders say
 * so. Pure; data-modality.ts chooses by it, and the Data column offers the others.
 */
import { MODALITY_NAMES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { isIgnoredPath } from '../../core/data/class-paths.ts';
import { modalitiesByName } from '../../core/data/file-kinds.ts';
import { MIN_PER_CLASS } from '../../core/data/split.ts';
import { type FrameClip, groupFrames } from '../../core/data/video/group-frames.ts';
import { likelyClips } from '../../core/data/video/likely-clips.ts';

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Clips that lie there as folders of frames. */
function framedClips(paths: readonly string[]): FrameClip[] {
  return groupFrames(paths.filter((path) => modalitiesByName(path)[0] === 'image' && !modalitiesByName(path).includes('video'))).clips;
}

/** Files or clips of a modality in a drop, each by its path; a clip of frames by its folder. */
function samplesAs(modality: Modality, paths: readonly string[]): string[] {
  const visible = paths.filter((path) => !isIgnoredPath(path));
  const files = visible.filter((path) => modalitiesByName(path).includes(modality));
  return modality === 'video' ? [...files, ...framedClips(visible).map(({ path }) => path)] : files;
}

/** True where at least two of these folders have enough samples each. */
function fillClasses(samples: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const path of samples) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  return [...counts.values()].filter((count) => count >= MIN_PER_CLASS).length >= 2;
}

/** True where at least two folders have enough samples each. Labels by names or tables are not looked at. */
export function hasClasses(modality: Modality, paths: readonly string[]): boolean {
  return fillClasses(samplesAs(modality, paths));
}

/** True where pictures lie in folders that are likely to be frames, enough of them in at least two folders: `wave/clip 1/001.png`. */
export function hasFramedClasses(paths: readonly string[]): boolean {
  const clips = framedClips(paths.filter((path) => !isIgnoredPath(path)));
  return fillClasses(likelyClips(clips).map(({ path }) => path));
}

/** The modalities other than this one that files of the drop may be read as, by their names. */
export function otherReadings(shown: Modality, paths: readonly string[]): Modality[] {
  return MODALITY_NAMES.filter((one) => one !== shown && samplesAs(one, paths).length >= 2 * MIN_PER_CLASS);
}
