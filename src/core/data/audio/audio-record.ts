/**
 * @file Decoded sound to one model-ready record: window, 16 kHz, front end. Between `decode-audio.ts` and `assemble.ts`.
 * A longer sound is cut to its loudest window (`loudest-window.ts`). A shorter one is followed by silence: zeros in the
 * sound for `nano`, zeros in the record for `kaldi`, as the models' pretraining had it.
 */
import type { RecordForm } from '../record-form.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { kaldiFbank, kaldiSamples } from './kaldi-fbank.ts';
import { logMel, NANO_HOP } from './log-mel.ts';
import { loudestWindow } from './loudest-window.ts';
import { resampleTo16k, SAMPLE_RATE_HZ } from './resample.ts';

export type AudioForm = Extract<RecordForm, { modality: 'audio' }>;

export interface AudioRecord {
  /** [mel bins, frames], before the model's normalisation; row 0 is the lowest band. */
  values: Float32Array<ArrayBuffer>;
  /** Where in the sound the record begins. */
  startSeconds: number;
  /** Largest magnitude inside the window, 0 to 1; a record of silence has 0. */
  peak: number;
}

type Sound = Pick<DecodedAudio, 'samples' | 'sampleRate'> & Partial<DecodedAudio>;

/** Samples around the window that the resampling filter may look at, in samples of 16 kHz; it reaches 34. */
const MARGIN = 64;

/** @param audio finite samples, as `decodeAudio` gives them */
export function createAudioRecord(audio: Sound, form: AudioForm): AudioRecord {
  const [bands, frames] = form.size;
  const length = form.frontEnd === 'nano' ? frames * NANO_HOP : kaldiSamples(frames);
  const { window, startSeconds } = cutWindow(audio, length);
  let peak = 0;
  for (const value of window) peak = Math.max(peak, Math.abs(value));
  if (form.frontEnd === 'kaldi') return { values: kaldiFbank(window, bands, frames), startSeconds, peak };
  const padded = new Float32Array(length);
  padded.set(window);
  return { values: logMel(padded, bands), startSeconds, peak };
}

/** At most `length` samples at 16 kHz. Only the window is resampled, so that half an hour costs no more than a second. */
function cutWindow({ samples, sampleRate }: Sound, length: number): { window: Float32Array; startSeconds: number } {
  const perSample = sampleRate / SAMPLE_RATE_HZ;
  const windowLength = Math.ceil(length * perSample);
  const start = loudestWindow(samples, windowLength, sampleRate);
  const margin = Math.ceil(MARGIN * perSample);
  const from = Math.max(0, start - margin);
  const cut = samples.length <= windowLength ? samples : samples.slice(from, start + windowLength + margin);
  const skip = Math.round((start - from) / perSample);
  return { window: resampleTo16k(cut, sampleRate).subarray(skip, skip + length), startSeconds: start / sampleRate };
}
