/**
 * @file Which folders of pictures are so likely the frames of a clip that a person should be told, though pictures are wanted. Stricter
 * than `group-frames.ts`, which is asked where clips are wanted: numbered photos of a class are no clip. Pure, by names alone.
 *
 * A clip here is a folder of one run whose numbers go up by the same step. Where the pictures are called as their folder is, and that
 * is a word (`cats/Abyssinian/Abyssinian_1.jpg`), the folder is a class of photos.
 */
import { stemOf } from './frame-names.ts';
import type { FrameClip } from './group-frames.ts';

/** Share of the steps from number to number that are the same; a few frames may be missing. */
const EVEN = 0.9;

/** @param clips as `groupFrames` finds them */
export function likelyClips(clips: readonly FrameClip[]): FrameClip[] {
  return clips.filter(({ path, frames }) => frames.every((frame) => isIn(path, frame)) && !areNamedAfter(path, frames) && areEven(frames));
}

/** Several runs side by side, `Abyssinian_1.jpg … beagle_1.jpg …`, are as often classes of photos. */
function isIn(folder: string, path: string): boolean {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) === folder;
}

function areNamedAfter(folder: string, frames: readonly string[]): boolean {
  const name = folder.slice(folder.lastIndexOf('/') + 1).toLowerCase();
  return /^[^\d]+$/.test(name) && frames.every((frame) => stemOf(frame).toLowerCase().startsWith(name));
}

/** Whether one of the numbers in the names counts in equal steps. @param frames in natural order */
function areEven(frames: readonly string[]): boolean {
  const numbers = frames.map((frame) => (stemOf(frame).match(/\d+(?:\.\d+)?/g) ?? []).map(Number));
  const places = Math.min(...numbers.map(({ length }) => length));
  return Array.from({ length: places }, (_, place) => numbers.map((of) => of[place]!)).some((of) => {
    const counts = new Map<number, number>();
    for (let at = 1; at < of.length; at++) {
      const step = Math.round(1000 * (of[at]! - of[at - 1]!));
      if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values()) >= EVEN * (of.length - 1);
  });
}
