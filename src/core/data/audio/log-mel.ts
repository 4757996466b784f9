/**
 * @file Front end of the nano models: 16 kHz samples to log-mel energies. The same definition as `reference/log_mel.py`,
 * which made the shipped encoder's training data; `test/fixtures/log-mel.safetensors` holds its numbers.
 */
import { bandEnergy, type MelFilter, melFilters } from './mel-filters.ts';
import { createPowerSpectrum } from './power-spectrum.ts';
import { SAMPLE_RATE_HZ } from './resample.ts';
import { NANO_FLOOR } from './silence.ts';

/** Samples from one frame to the next: 64 frames are one second. */
export const NANO_HOP = 250;
const WINDOW = 512;
const FFT_SIZE = 1024;
const PADDING = (WINDOW - NANO_HOP) / 2;

/** Periodic Hann window. */
const HANN = Float64Array.from({ length: WINDOW }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW));
const powerOf = createPowerSpectrum(FFT_SIZE);
const filtersByBands = new Map<number, MelFilter[]>();

/**
 * @param samples [frames · 250] at 16 kHz, in [-1, 1]
 * @param bands 64 for the shipped models
 * @returns [bands, frames], natural logarithm; row 0 is the lowest band, column 0 the earliest frame
 * @throws RangeError when the samples are no whole number of frames
 */
export function logMel(samples: Float32Array, bands: number): Float32Array<ArrayBuffer> {
  const frames = samples.length / NANO_HOP;
  if (!Number.isInteger(frames) || frames === 0)
    throw new RangeError(`logMel takes a multiple of ${NANO_HOP} samples, not ${samples.length}`);
  const filters = filtersFor(bands);
  const frame = new Float64Array(FFT_SIZE);
  const picture = new Float32Array(bands * frames);
  for (let t = 0; t < frames; t++) {
    const start = t * NANO_HOP - PADDING; // centred on its hop
    for (let at = 0; at < WINDOW; at++) frame[at] = (samples[start + at] ?? 0) * HANN[at]!;
    const power = powerOf(frame);
    for (let band = 0; band < bands; band++) picture[band * frames + t] = Math.log(bandEnergy(filters[band]!, power) + NANO_FLOOR);
  }
  return picture;
}

function filtersFor(bands: number): MelFilter[] {
  let filters = filtersByBands.get(bands);
  if (!filters) {
    const design = { bands, sampleRate: SAMPLE_RATE_HZ, fftSize: FFT_SIZE, lowHz: 0, highHz: SAMPLE_RATE_HZ / 2 };
    filters = melFilters({ ...design, straightOn: 'hz' });
    filtersByBands.set(bands, filters);
  }
  return filters;
}
