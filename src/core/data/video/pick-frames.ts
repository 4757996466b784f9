/**
 * @file Which frames of a clip become its record: the span is cut into T equal parts, and the frame that is shown in the
 * middle of each is taken. So all clips are seen whole, whatever their length and rate; a clip with fewer frames than T
 * shows some of them twice. Pure; the one rule for videos, animations and folders of frames.
 */

/**
 * @param start,end of the clip, in seconds
 * @returns `count` times, ascending, all inside
 */
export function pickTimes(start: number, end: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => start + ((at + 0.5) / count) * (end - start));
}

/** @param frames number of frames, all shown equally long, at least 1 @returns `count` indices, ascending */
export function pickFrames(frames: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => Math.floor(((at + 0.5) / count) * frames));
}

/** @param lengths how long each frame is shown, in any unit, all above 0, at least one @returns `count` indices, ascending */
export function pickByLength(lengths: readonly number[], count: number): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let frame = 0;
  let end = lengths[0]!;
  return pickTimes(0, total, count).map((time) => {
    while (time >= end && frame < lengths.length - 1) end += lengths[++frame]!;
    return frame;
  });
}
