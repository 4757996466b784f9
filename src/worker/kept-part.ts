/** @file The minute of a long sound that is sent to the page to be seen and played. After `original.worker.ts` has decoded it. */
import type { DecodedAudio } from '../core/data/audio/decoded-audio.ts';
import type { Original } from './original-client.ts';

const KEPT_SECONDS = 60;

/** @param aroundSeconds what the record shows begins here; it lies in the middle of what is kept, or as near as the sound allows */
export function keptPart(
  { samples, sampleRate, seconds }: Omit<DecodedAudio, 'fileRate'>,
  aroundSeconds: number,
): Omit<Extract<Original, { kind: 'sound' }>, 'kind'> {
  const length = KEPT_SECONDS * sampleRate;
  if (samples.length <= length) return { samples, sampleRate, fromSeconds: 0, seconds };
  const from = Math.min(samples.length - length, Math.max(0, Math.round(aroundSeconds * sampleRate - length / 2)));
  return { samples: samples.slice(from, from + length), sampleRate, fromSeconds: from / sampleRate, seconds };
}
