/** @file Where the numbers stand beside a spectrogram: Hz on the mel scale, seconds. Pure. */
import type { AudioForm } from '../../../core/data/audio/audio-record.ts';
import { KALDI_HOP } from '../../../core/data/audio/kaldi-fbank.ts';
import { NANO_HOP } from '../../../core/data/audio/log-mel.ts';
import { SAMPLE_RATE_HZ } from '../../../core/data/audio/resample.ts';

export interface Tick {
  /** Place along the axis, 0 to 1, from the left or from below. */
  share: number;
  text: string;
}

const HZ = [250, 500, 1000, 2000, 4000];
const STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300];

/** HTK's mel scale but for a factor; source as in `core/data/audio/mel-filters.ts`. */
const toMel = (hz: number) => Math.log1p(hz / 700);

/**
 * Place of a frequency on the picture of a record, 0 to 1 from below, where each band is one row: bands stand at equal mel distances
 * between the lowest and the highest, each a whole step away from both ends.
 */
export function hzShare(hz: number, { size: [bands], frontEnd }: AudioForm): number {
  const low = toMel(frontEnd === 'kaldi' ? 20 : 0);
  const high = toMel(SAMPLE_RATE_HZ / 2);
  const band = ((toMel(hz) - low) / (high - low)) * (bands + 1) - 1;
  return (band + 0.5) / bands;
}

export function hzTicks(form: AudioForm): Tick[] {
  return HZ.map((hz) => ({ share: hzShare(hz, form), text: hz < 1000 ? `${hz} Hz` : `${hz / 1000} kHz` })).filter(
    ({ share }) => share > 0.03 && share < 1,
  );
}

/** Seconds of sound that a record shows. */
export function recordSeconds({ size: [, frames], frontEnd }: AudioForm): number {
  return (frames * (frontEnd === 'kaldi' ? KALDI_HOP : NANO_HOP)) / SAMPLE_RATE_HZ;
}

/** Round times between two; at most `most` of them. @param from,to seconds, from < to */
export function timeTicks(from: number, to: number, most = 6): Tick[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? 600;
  const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step - 1e-9); at * step <= to + 1e-9; at++)
    ticks.push({ share: (at * step - from) / (to - from), text: `${(at * step).toFixed(digits)} s` });
  return ticks;
}
