/**
 * @file Which part of a long sound a record shows. A word in three seconds of silence is where the energy is, so the
 * loudest window is taken; where several are about as loud, the middle one, so that a short sound stands in the middle
 * and an even one is cut at its centre. Between `decode-audio.ts` and `audio-record.ts`.
 */

/** Windows begin at multiples of this. */
const STEP_SECONDS = 0.01;
/** Windows of at least this share of the greatest energy count as equally loud. */
const EQUALLY_LOUD = 0.99;

/**
 * @param samples mono
 * @param length samples of the window
 * @returns where the window begins; 0 when the sound is no longer than the window
 */
export function loudestWindow(samples: Float32Array, length: number, sampleRate: number): number {
  const room = samples.length - length;
  if (room <= 0) return 0;
  const step = Math.max(1, Math.round(sampleRate * STEP_SECONDS));
  const starts = Math.floor(room / step) + 1;
  const energies = new Float64Array(starts);
  let energy = 0;
  for (let at = 0; at < length; at++) energy += samples[at]! ** 2;
  energies[0] = energy;
  for (let start = 1; start < starts; start++) {
    for (let at = (start - 1) * step; at < start * step; at++) energy += samples[at + length]! ** 2 - samples[at]! ** 2;
    energies[start] = energy;
  }
  let loudest = 0;
  for (let start = 1; start < starts; start++) if (energies[start]! > energies[loudest]!) loudest = start;
  // Sums of squares may end a rounding error below 0; two silent windows are equally loud.
  const enough = energies[loudest]! * EQUALLY_LOUD;
  let [first, last] = [loudest, loudest];
  while (first > 0 && energies[first - 1]! >= enough) first--;
  while (last < starts - 1 && energies[last + 1]! >= enough) last++;
  if (first === 0 && last === starts - 1) return Math.floor(room / 2);
  return Math.round((first + last) / 2) * step;
}
