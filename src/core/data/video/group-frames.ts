/**
 * @file Clips that lie in a drop as folders of frames, by the paths of its pictures. Pure; for a video target, after listing and
 * before labels: each clip then has one path, from which its class comes as a file's does. The rules:
 *
 * 1. A folder that holds pictures and no folder with pictures is a clip, if their names count: `jumping/0001/img_00001.jpg`.
 *    Optical flow beside the frames (`flow_x_00001.jpg`) is passed over.
 * 2. Where the names in a folder count several times, each run is a clip: `jumping/a_01.jpg … jumping/b_01.jpg …`.
 * 3. Clips whose folders lie in different folders (parts of a split do not count) have their classes there.
 * 4. Clips that lie side by side with nothing above them are clips only where something says so: the folder's name has a
 *    number (`0001`, `jump_2`), its names give classes, or a table names it. Else it is a class of plain photos, and is refused:
 *    one clip a class could not be learned from, and photos in a row are no movement. Parts of a split (`train`, `test`) are no
 *    clips, and a number says nothing of folders right below them: `train/3` is the class 3.
 */

import { type PlainProblem, toProblem } from '../../errors.ts';
import { isSplitPart } from '../class-paths.ts';
import { plural } from '../display-name.ts';
import { fileError } from '../file-error.ts';
import { nameLabelings } from '../labels/name-labels.ts';
import { compareNatural } from '../natural-order.ts';
import { type FrameRun, frameRuns, listOf } from './frame-names.ts';

export interface FrameClip {
  /** Its folder, or folder and run: `jumping/0001`, `jumping/a`. To be shown and to get its class by. */
  path: string;
  /** Paths of its pictures in the order of their numbers, at least two. */
  frames: string[];
}

export interface FrameGroups {
  /** In natural order of their paths. */
  clips: FrameClip[];
  /** One for each folder that is no clip, and for pictures beside clips. */
  rejected: PlainProblem[];
}

const WHERE = 'Put the frames of each clip in a folder of its own, inside the folder of its class, such as';

/**
 * @param paths of pictures, with `/` between folders
 * @param isNamed whether a table of the drop names this folder
 */
export function groupFrames(paths: readonly string[], isNamed: (folder: string) => boolean = () => false): FrameGroups {
  const rejected: PlainProblem[] = [];
  const refuse = (path: string, code: string, is: string, todo: string) => void rejected.push(toProblem(fileError(path, code, is, todo)));
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    listOf(byFolder, folder).push(path);
  }
  const above = new Set([...byFolder.keys()].flatMap(foldersAbove));
  const found: { folder: string; runs: FrameRun[]; count: number }[] = [];
  for (const [folder, inside] of byFolder) {
    const example = inside[0]!;
    if (above.has(folder) || folder === '') {
      const others = inside.length > 1 ? ` and ${plural(inside.length - 1, 'other picture')}` : '';
      refuse(
        example,
        'frame-without-clip',
        `${others ? `${others.trimStart()} beside it lie` : 'lies'} in no clip's folder`,
        `${WHERE} jumping/clip1/001.jpg.`,
      );
      continue;
    }
    found.push({ folder, runs: frameRuns(inside), count: inside.length });
  }
  const isNested = new Set(found.map(({ folder }) => parentOf(folder))).size > 1;
  const named = isNested ? undefined : foldersWithClasses(found.map(({ folder }) => folder));
  const clips: FrameClip[] = [];
  for (const { folder, runs, count } of found) {
    const isUnderParts = isSplitPart(nameOf(folder.slice(0, Math.max(0, folder.lastIndexOf('/')))));
    const isSaid = runs.length > 1 || (/\d/.test(nameOf(folder)) && !isUnderParts) || named?.has(folder);
    const isClip = (!isSplitPart(nameOf(folder)) && (isNested || isSaid)) || isNamed(folder);
    if (runs.length === 0) {
      const is = `holds ${plural(count, 'picture')} whose names do not count, so that their order is not known`;
      refuse(folder, 'frames-not-numbered', is, 'Name the frames of a clip 001.jpg, 002.jpg and so on; single photos are no clip.');
    } else if (!isClip) {
      const is = `holds ${plural(count, 'picture')} and no clips: frames of one clip, or photos, it does not say`;
      refuse(
        folder,
        'frames-without-clips',
        is,
        `${WHERE} ${nameOf(folder)}/clip1/001.jpg; to learn from photos, take a target for images.`,
      );
    } else {
      for (const { name, paths: frames } of runs) {
        const path = name === '' ? folder : `${folder}/${name}`;
        if (frames.length >= 2) clips.push({ path, frames });
        else refuse(path, 'clip-one-frame', 'has only one frame: nothing moves in it', 'Leave it out, or add the others.');
      }
    }
  }
  return { clips: clips.sort((a, b) => compareNatural(a.path, b.path)), rejected };
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/** The folder above, without parts of a split. */
function parentOf(folder: string): string {
  return folder
    .split('/')
    .slice(0, -1)
    .filter((part) => !isSplitPart(part))
    .join('/');
}

/** Folders whose own names give at least two classes: `jump_anna`, `run_anna`, `jump_ben` … */
function foldersWithClasses(folders: readonly string[]): Set<string> {
  return new Set(nameLabelings(folders).flatMap(({ classOf }) => [...classOf.keys()]));
}

/** `a/b/c` → `a/b`, `a` and the top. */
function foldersAbove(folder: string): string[] {
  const parts = folder.split('/');
  return folder === '' ? [] : parts.map((_, count) => parts.slice(0, count).join('/'));
}
