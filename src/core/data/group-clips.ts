/**
 * @file Clips of a drop that lie in it as folders of pictures, where the target takes clips. Between sorting a drop by names and labelling
 * it; `video/group-frames.ts` decides what is a folder of frames.
 */
import type { PlainProblem } from '../errors.ts';
import type { FileSource, FramesSource } from './drop-source.ts';
import { modalitiesByName } from './file-kinds.ts';
import type { LabelTable } from './labels/label-table.ts';
import { groupFrames } from './video/group-frames.ts';
import { likelyClips } from './video/likely-clips.ts';

export interface GroupedClips {
  clips: FramesSource[];
  /** Pictures that are frames now. */
  frames: number;
  /** Folders that are no clips, and pictures beside. */
  rejected: PlainProblem[];
}

/**
 * @param pictures files that are pictures by name
 * @param tables of labels, which may name the folders
 */
export function groupClips(pictures: readonly FileSource[], tables: readonly LabelTable[]): GroupedClips {
  const sources = new Map(pictures.map((picture) => [picture.path, picture]));
  const named = new Set(tables.flatMap(({ rows }) => rows.flatMap((row) => row.map(lastPart))));
  const groups = groupFrames([...sources.keys()], (folder) => named.has(lastPart(folder)));
  const clips = groups.clips.map(
    ({ path, frames }): FramesSource => ({
      kind: 'frames',
      path,
      given: null,
      frames: frames.map((frame) => sources.get(frame)!),
    }),
  );
  return { clips, frames: clips.reduce((sum, { frames }) => sum + frames.length, 0), rejected: groups.rejected };
}

/** Folders that a table of labels may name in place of their pictures. */
export function foldersOf(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))].filter((folder) => folder !== '');
}

/** Folders of pictures that are likely to be the frames of clips, where a table names them. */
export function framedFolders(paths: readonly string[]): string[] {
  const pictures = paths.filter((path) => modalitiesByName(path)[0] === 'image');
  return likelyClips(groupFrames(pictures, () => true).clips).map(({ path }) => path);
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}
