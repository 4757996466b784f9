/**
 * @file Augmentations of video records [T, H, W, 3]: other moments of the same clip, and its mirror image. Each gives a new array
 * and leaves the record as it is; all chance comes from the caller's `Rng`, so that a seed repeats it. Between the data set
 * and the batch. Sources: Feichtenhofer et al. 2019 (SlowFast, temporal sampling).
 */
import type { Rng } from '../../tensor/rng.ts';
import type { VideoForm } from './clip-record.ts';

/**
 * Each frame is taken up to `mostFrames` earlier or later, by a draw of its own; never before the one taken for the frame
 * before it, so that time does not run backwards.
 * @param clip bytes [T, H, W, 3]
 * @param mostFrames 0 or more; 1 keeps the speed nearly as it is
 * @throws RangeError when the record is not of this form or `mostFrames` is no whole number
 */
export function jitterInTime(clip: Uint8Array, form: VideoForm, mostFrames: number, rng: Rng): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(mostFrames) || mostFrames < 0) throw new RangeError(`A jitter is a whole number of frames, not ${mostFrames}`);
  const { frames } = form;
  let before = 0;
  return takeFrames(
    clip,
    form,
    Array.from({ length: frames }, (_, frame) => {
      const moved = frame + rng.integer(2 * mostFrames + 1) - mostFrames;
      before = Math.min(frames - 1, Math.max(before, moved));
      return before;
    }),
  );
}

/**
 * A random part of the clip in place of all of it, as if it had been cut elsewhere and played more slowly: frames repeat.
 * @param clip bytes [T, H, W, 3]
 * @param shortest least share of the clip that stays, above 0 and at most 1
 * @throws RangeError when the record is not of this form or the share is out of range
 */
export function cropInTime(clip: Uint8Array, form: VideoForm, shortest: number, rng: Rng): Uint8Array<ArrayBuffer> {
  if (!(shortest > 0 && shortest <= 1)) throw new RangeError(`A share of a clip is above 0 and at most 1, not ${shortest}`);
  const { frames } = form;
  const length = frames * (shortest + (1 - shortest) * rng.next());
  const start = (frames - length) * rng.next();
  return takeFrames(
    clip,
    form,
    Array.from({ length: frames }, (_, frame) => Math.min(frames - 1, Math.floor(start + ((frame + 0.5) / frames) * length))),
  );
}

/**
 * Mirrors left and right, all frames or none. Not for classes that differ by side, such as “points to the left”.
 * @param clip bytes [T, H, W, 3]
 * @param chance of mirroring, 0 to 1
 * @throws RangeError when the record is not of this form
 */
export function flipSideways(clip: Uint8Array, form: VideoForm, chance: number, rng: Rng): Uint8Array<ArrayBuffer> {
  const [, width] = checked(clip, form).size;
  const flipped = Uint8Array.from(clip);
  if (rng.next() >= chance) return flipped;
  for (let row = 0; row < clip.length; row += width * 3) {
    for (let column = 0; column < width; column++) {
      const from = row + (width - 1 - column) * 3;
      flipped.set(clip.subarray(from, from + 3), row + column * 3);
    }
  }
  return flipped;
}

function takeFrames(clip: Uint8Array, form: VideoForm, indices: readonly number[]): Uint8Array<ArrayBuffer> {
  checked(clip, form);
  const length = clip.length / form.frames;
  const taken = new Uint8Array(clip.length);
  for (const [at, index] of indices.entries()) taken.set(clip.subarray(index * length, (index + 1) * length), at * length);
  return taken;
}

function checked(clip: Uint8Array, form: VideoForm): VideoForm {
  const { frames, size } = form;
  if (clip.length === frames * size[0] * size[1] * 3) return form;
  throw new RangeError(`A record of ${clip.length} bytes is not [${frames}, ${size[0]}, ${size[1]}, 3]`);
}
