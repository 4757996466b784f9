/**
 * @file Sound as numbers: what every decoder gives and every front end takes. Also the mix of channels to one, and the
 * checks that a decoder's numbers must pass whatever the file was. Between the decoders and `audio-record.ts`.
 */

import { countText } from '../display-name.ts';
import { fileError } from '../file-error.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';

export interface DecodedAudio {
  /** Mono, [-1, 1] but for what resampling adds, every one finite, at least one. */
  samples: Float32Array<ArrayBuffer>;
  /** Samples a second of `samples`. */
  sampleRate: number;
  /** Samples a second of the file: more than `sampleRate` for a long sound, which is resampled while it is decoded. */
  fileRate: number;
  /** Length of the sound. */
  seconds: number;
  /** Channels of the file, before they were mixed. */
  channels: number;
}

/**
 * Mean of the channels, so that no mix is louder than its loudest channel.
 * @param planes one array a channel, at least one, all of one length
 */
export function mixChannels(planes: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const mono = new Float32Array(planes[0]!.length);
  for (const plane of planes) for (let at = 0; at < mono.length; at++) mono[at]! += plane[at]! / planes.length;
  return mono;
}

/**
 * Refuses numbers that are no sound and cuts peaks above full scale; changes `samples` in place.
 * @param samples all of a sound, or a part of it from sample `from` on of `total`
 * @throws PlaygroundError `audio-not-finite`, `audio-wrong-scale`
 */
export function checkSamples(samples: Float32Array, path: string, from = 0, total = samples.length): void {
  for (let at = 0; at < samples.length; at++) {
    const value = samples[at]!;
    if (!Number.isFinite(value)) {
      const is = `has a sample that is no number: sample ${countText(from + at + 1)} of ${countText(total)}`;
      throw fileError(path, 'audio-not-finite', is, 'Save it again without NaN and infinite values.');
    }
    if (Math.abs(value) > AUDIO_LIMITS.peak) {
      const is = `has samples as large as ${Math.abs(value).toPrecision(3)}, where 1 is full scale`;
      throw fileError(path, 'audio-wrong-scale', is, 'If its numbers are 16-bit integers, divide them by 32,768 before saving.');
    }
    samples[at] = Math.min(1, Math.max(-1, value));
  }
}

/** @throws PlaygroundError `audio-bad-rate`, `audio-bad-channels` */
export function checkFormat(sampleRate: number, channels: number, path: string): void {
  const { lowestRate, highestRate } = AUDIO_LIMITS;
  if (!(sampleRate >= lowestRate && sampleRate <= highestRate && Number.isInteger(sampleRate))) {
    const is = `says it has ${countText(sampleRate)} samples a second; ${countText(lowestRate)} to ${countText(highestRate)} are read`;
    throw fileError(path, 'audio-bad-rate', is, 'Save it again at 16,000 or 44,100 Hz.');
  }
  if (!(channels >= 1 && channels <= AUDIO_LIMITS.channels)) {
    const is = `says it has ${channels} channels; 1 to ${AUDIO_LIMITS.channels} are read`;
    throw fileError(path, 'audio-bad-channels', is, 'Save it again in mono or stereo.');
  }
}

/** @throws PlaygroundError `audio-too-long` */
export function checkLength(seconds: number, path: string): void {
  if (seconds <= AUDIO_LIMITS.seconds) return;
  const is = `is ${(seconds / 60).toFixed(1)} minutes long; ${AUDIO_LIMITS.seconds / 60} minutes are the limit`;
  throw fileError(path, 'audio-too-long', is, 'Cut it into shorter files.');
}
