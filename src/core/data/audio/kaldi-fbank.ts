/**
 * @file Kaldi's filter bank as AST and AudioMAE use it: 25 ms frames every 10 ms, mean removed, pre-emphasis 0.97, Hann
 * (or povey) window, 512-point power spectrum, 128 triangles on the mel scale from 20 Hz, natural logarithm with a floor.
 * The front end of published audio models. Sources: Kaldi, feat/feature-fbank; Gong et al. 2021 (AST), section 2.1.
 */
import { bandEnergy, type MelFilter, melFilters } from './mel-filters.ts';
import { createPowerSpectrum } from './power-spectrum.ts';
import { SAMPLE_RATE_HZ } from './resample.ts';
import { KALDI_FLOOR } from './silence.ts';

const WINDOW = 400;
export const KALDI_HOP = 160;
const FFT_SIZE = 512;
const PRE_EMPHASIS = 0.97;

export type KaldiWindow = 'hann' | 'povey';

/** Symmetric windows: both ends are 0. */
const WINDOWS: Record<KaldiWindow, Float64Array> = {
  hann: Float64Array.from({ length: WINDOW }, (_, at) => hannAt(at)),
  povey: Float64Array.from({ length: WINDOW }, (_, at) => hannAt(at) ** 0.85),
};

function hannAt(at: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (WINDOW - 1));
}

const powerOf = createPowerSpectrum(FFT_SIZE);
const filtersByBands = new Map<number, MelFilter[]>();

/** Samples that `frames` frames need. */
export function kaldiSamples(frames: number): number {
  return (frames - 1) * KALDI_HOP + WINDOW;
}

/**
 * Only frames that lie wholly inside the sound are made; frames after its end stay 0, as AST pads them.
 * @param samples at 16 kHz, in [-1, 1]
 * @param bands 128 for AST and AudioMAE
 * @param frames how many columns; 1,024 for 10.24 s
 * @returns [bands, frames], before normalisation
 */
export function kaldiFbank(samples: Float32Array, bands: number, frames: number, window: KaldiWindow = 'hann'): Float32Array<ArrayBuffer> {
  const filters = filtersFor(bands);
  const weights = WINDOWS[window];
  const frame = new Float64Array(FFT_SIZE);
  const picture = new Float32Array(bands * frames);
  const whole = Math.min(frames, Math.max(0, Math.floor((samples.length - WINDOW) / KALDI_HOP) + 1));
  for (let t = 0; t < whole; t++) {
    const start = t * KALDI_HOP;
    let mean = 0;
    for (let at = 0; at < WINDOW; at++) mean += samples[start + at]! / WINDOW;
    for (let at = WINDOW - 1; at >= 0; at--) {
      const before = samples[start + Math.max(0, at - 1)]! - mean;
      frame[at] = (samples[start + at]! - mean - PRE_EMPHASIS * before) * weights[at]!;
    }
    const power = powerOf(frame);
    for (let band = 0; band < bands; band++)
      picture[band * frames + t] = Math.log(Math.max(KALDI_FLOOR, bandEnergy(filters[band]!, power)));
  }
  return picture;
}

/**
 * AST's normalisation, (x − mean) / (2 · std), in place: AudioSet's are -4.2677393 and 4.5689974.
 * @returns the same array
 */
export function normaliseKaldi(picture: Float32Array<ArrayBuffer>, mean: number, std: number): Float32Array<ArrayBuffer> {
  for (let at = 0; at < picture.length; at++) picture[at] = (picture[at]! - mean) / (2 * std);
  return picture;
}

function filtersFor(bands: number): MelFilter[] {
  let filters = filtersByBands.get(bands);
  if (!filters) {
    const design = { bands, sampleRate: SAMPLE_RATE_HZ, fftSize: FFT_SIZE, lowHz: 20, highHz: SAMPLE_RATE_HZ / 2 };
    filters = melFilters({ ...design, straightOn: 'mel' });
    filtersByBands.set(bands, filters);
  }
  return filters;
}
