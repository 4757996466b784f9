/**
 * @file Triangular filters from the bins of a spectrum to mel bands. Shared by `log-mel.ts` (triangles over Hz) and
 * `kaldi-fbank.ts` (triangles over mel). Sources: HTK Book, section 5.4; Kaldi, feat/mel-computations.
 */

export interface MelFilter {
  /** First bin with a weight above 0. */
  firstBin: number;
  weights: Float64Array;
}

export interface MelDesign {
  bands: number;
  sampleRate: number;
  fftSize: number;
  lowHz: number;
  highHz: number;
  /** Which scale the triangles are straight on. */
  straightOn: 'hz' | 'mel';
}

/** HTK’s mel scale, 2595 log10(1 + f / 700), but for a factor that cancels: only ratios of mel distances are used. */
function toMel(hz: number): number {
  return 1127 * Math.log1p(hz / 700);
}

/** @returns one filter of height 1 for each band, lowest first; edges equally spaced on the mel scale */
export function melFilters(design: MelDesign): MelFilter[] {
  const { bands, sampleRate, fftSize, lowHz, highHz, straightOn } = design;
  const [low, high] = [toMel(lowHz), toMel(highHz)];
  const edges = Array.from({ length: bands + 2 }, (_, edge) => {
    const mel = low + ((high - low) * edge) / (bands + 1);
    return straightOn === 'mel' ? mel : 700 * Math.expm1(mel / 1127);
  });
  const bins = Array.from({ length: fftSize / 2 + 1 }, (_, bin) => {
    const hz = (bin * sampleRate) / fftSize;
    return straightOn === 'mel' ? toMel(hz) : hz;
  });
  return Array.from({ length: bands }, (_, band) => {
    const [left, centre, right] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const all = bins.map((bin) => Math.max(0, Math.min((bin - left) / (centre - left), (right - bin) / (right - centre))));
    const firstBin = Math.max(
      0,
      all.findIndex((weight) => weight > 0),
    );
    const count = all.filter((weight) => weight > 0).length;
    return { firstBin, weights: Float64Array.from(all.slice(firstBin, firstBin + count)) };
  });
}

/** Energy of one band: the filter's weights over the power spectrum. */
export function bandEnergy({ firstBin, weights }: MelFilter, power: Float64Array): number {
  let energy = 0;
  for (let at = 0; at < weights.length; at++) energy += weights[at]! * power[firstBin + at]!;
  return energy;
}
