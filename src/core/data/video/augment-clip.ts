/**
 * @file Augmentation of video records [T, H, W, 3]: other moments of the same clip. It gives a new array
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
