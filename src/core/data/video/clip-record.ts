/**
 * @file What every way to a clip gives: its record, and what is said of it in the data report. Types, and how frames are put
 * behind each other. After `decode-track.ts`, `decode-animation.ts` and `frames-record.ts`.
 */
import type { RecordForm } from '../record-form.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

export type VideoForm = Extract<RecordForm, { modality: 'video' }>;

export interface ClipRecord {
  /** RGB bytes [T, H, W, 3]. */
  record: Uint8Array<ArrayBuffer>;
  /** Size of the frames as they are shown: turned, and with square pixels. */
  width: number;
  height: number;
  /** Undefined for a folder of frames, which has no times. */
  seconds: number | undefined;
  /** Frames in the file; undefined where there are too many to count. */
  frames: number | undefined;
}

/** @throws RangeError for a form that no model has */
export function checkForm({ frames, size: [height, width] }: VideoForm): void {
  const isCount = (value: number) => Number.isInteger(value) && value >= 1;
  if (isCount(frames) && frames <= VIDEO_LIMITS.sampledFrames && isCount(height) && isCount(width)) return;
  throw new RangeError(
    `A record of ${frames} frames of ${height} × ${width} is not made; at most ${VIDEO_LIMITS.sampledFrames} frames are`,
  );
}

/** [T, H, W, 3] of T frames [H, W, 3], which may be the same one several times. */
export function stackFrames(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = frames[0]!.length;
  const record = new Uint8Array(frames.length * length);
  for (const [at, frame] of frames.entries()) record.set(frame, at * length);
  return record;
}
