/**
 * @file Power spectrum of one frame, over fft.js. Shared by the two front ends, `log-mel.ts` and `kaldi-fbank.ts`.
 */
import FFT from 'fft.js';

/**
 * @param size length of the transform, a power of two above 1
 * @returns a function from a frame [size] to |X|² [size / 2 + 1]; it gives the same array each time
 */
export function createPowerSpectrum(size: number): (frame: Float64Array) => Float64Array {
  const fft = new FFT(size);
  const spectrum = new Float64Array(2 * size);
  const power = new Float64Array(size / 2 + 1);
  return (frame) => {
    fft.realTransform(spectrum, frame);
    for (let bin = 0; bin < power.length; bin++) power[bin] = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    return power;
  };
}
