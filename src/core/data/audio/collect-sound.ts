/**
 * @file Pieces of decoded sound to one. Half an hour at 48 kHz would take 345 MB, several at once more than a tab has: a long sound is
 * resampled piece by piece, a short one kept as it is. Between the decoders and `audio-record.ts`.
 */
import { fileError } from '../file-error.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';
import { checkSamples, type DecodedAudio } from './decoded-audio.ts';
import { createResampler, SAMPLE_RATE_HZ } from './resample.ts';

export interface SoundCollector {
  /**
   * @param piece mono; changed in place; what comes after the sound's end is passed over
   * @throws PlaygroundError as `checkSamples` does
   */
  push(piece: Float32Array): void;
  /** @throws PlaygroundError `audio-empty` */
  finish(): DecodedAudio;
}

/**
 * @param format of the pieces
 * @param total samples of the sound; fewer may come
 */
export function collectSound({ rate, channels }: { rate: number; channels: number }, total: number, path: string): SoundCollector {
  const isLong = total > AUDIO_LIMITS.wholeSamples && rate > SAMPLE_RATE_HZ;
  const sink = isLong ? createResampler(rate, total) : keepWhole(total);
  let count = 0;
  return {
    push(piece) {
      const part = piece.subarray(0, total - count);
      checkSamples(part, path, count, total);
      count += part.length;
      sink.push(part);
    },
    finish() {
      if (count === 0) throw fileError(path, 'audio-empty', 'holds no sound: it has 0 samples', 'Record it again.');
      const samples = sink.finish();
      return { samples, sampleRate: isLong ? SAMPLE_RATE_HZ : rate, fileRate: rate, seconds: count / rate, channels };
    },
  };
}

function keepWhole(total: number) {
  const samples = new Float32Array(total);
  let count = 0;
  return {
    push(piece: Float32Array) {
      samples.set(piece, count);
      count += piece.length;
    },
    finish: () => (count === total ? samples : samples.slice(0, count)),
  };
}
