/**
 * @file Sound at any rate to 16,000 samples a second, by a windowed sinc. Between `decode-audio.ts` and the front ends.
 *
 * Design: the ideal low-pass times a Kaiser window, as a polyphase filter of ratio up/down in lowest terms. With Nyquist
 * the lower of the two, the pass band ends at 0.87 Nyquist and the stop band begins at 1.0, 70 dB down (β = 0.1102 (70 −
 * 8.7)), which takes (70 − 7.95) / (2.285 · 0.13 π) = 66.5 samples of the lower rate: 34 on each side of the centre.
 * Nothing aliases from above Nyquist except below −70 dB; 0 to 6,960 Hz pass unchanged. Samples outside the sound are 0.
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, sections 7.5.3 and 4.6.
 */

export const SAMPLE_RATE_HZ = 16_000;

const ATTENUATION_DB = 70;
const PASS_BAND = 0.87;
/** Half the filter's length, in samples of the lower rate. */
const HALF_WIDTH = 34;
const BETA = 0.1102 * (ATTENUATION_DB - 8.7);
/** Above this many coefficients they are interpolated from a finer table instead of kept: rates such as 44,101 Hz. */
const MOST_COEFFICIENTS = 1 << 19;
/** Steps of that finer table in one sample of the lower rate: linear interpolation errs by less than −110 dB. */
const FINE_STEPS = 1024;

interface Filter {
  from: number;
  up: number;
  down: number;
  /** Input samples that one output sample is made of. */
  taps: number;
  /** Coefficients of phase p, reversed so that input and filter run the same way. */
  phase(p: number): Float32Array;
}

let last: Filter | undefined;

/**
 * @param samples mono
 * @param from rate of `samples` in Hz, a whole number
 * @returns ⌈length · 16,000 / from⌉ samples at 16 kHz; the same array where `from` is 16,000
 * @throws RangeError when the rate is no positive whole number
 */
export function resampleTo16k(samples: Float32Array<ArrayBuffer>, from: number): Float32Array<ArrayBuffer> {
  if (!Number.isInteger(from) || from < 1) throw new RangeError(`A sampling rate must be a positive whole number, not ${from}`);
  if (from === SAMPLE_RATE_HZ) return samples;
  const filter = filterFor(from);
  const out = new Float32Array(Math.ceil((samples.length * filter.up) / filter.down));
  fillOutput(filter, { samples, origin: 0, total: samples.length }, out, 0);
  return out;
}

/** The same numbers as `resampleTo16k`, from a sound that comes in pieces and is never held as a whole. */
export interface Resampler {
  push(piece: Float32Array): void;
  /** @returns what has come, at 16 kHz */
  finish(): Float32Array<ArrayBuffer>;
}

/**
 * @param from rate of the pieces in Hz, a whole number
 * @param most samples that will come at most; memory is taken for them at 16 kHz
 */
export function createResampler(from: number, most: number): Resampler {
  const filter = filterFor(from);
  const { up, down, taps } = filter;
  const out = new Float32Array(Math.ceil((most * up) / down));
  let samples: Float32Array = new Float32Array(0);
  /** Place of `samples[0]` in the whole sound. */
  let origin = 0;
  let next = 0;
  return {
    push(piece) {
      const joined = new Float32Array(samples.length + piece.length);
      joined.set(samples);
      joined.set(piece, samples.length);
      const end = origin + joined.length;
      // The last output whose taps have all come.
      const ready = Math.floor(((end - taps / 2) * up - 1) / down) + 1;
      next = fillOutput(
        filter,
        { samples: joined, origin, total: end },
        out.subarray(0, Math.max(next, Math.min(out.length, ready))),
        next,
      );
      const needed = Math.min(end, Math.max(origin, Math.floor((next * down) / up) - taps / 2 + 1));
      samples = joined.slice(needed - origin);
      origin = needed;
    },
    finish() {
      const total = origin + samples.length;
      const whole = out.subarray(0, Math.ceil((total * up) / down));
      fillOutput(filter, { samples, origin, total }, whole, next);
      return whole;
    },
  };
}

/**
 * Computes the outputs from number `next` on, as many as `out` has room for.
 * @param input part of a sound of `total` samples that begins at its sample `origin`
 * @returns the number of the next output
 */
function fillOutput(
  { up, down, taps, phase }: Filter,
  { samples, origin, total }: { samples: Float32Array; origin: number; total: number },
  out: Float32Array,
  next: number,
): number {
  for (let to = next; to < out.length; to++) {
    // Output `to` stands at `to · down` on the grid that both rates share, one input every `up`.
    const grid = to * down;
    const coefficients = phase(grid % up);
    const start = Math.floor(grid / up) - taps / 2 + 1;
    const first = Math.max(0, -start);
    const end = Math.min(taps, total - start);
    out[to] = innerProduct(samples, start - origin, coefficients, first, end);
  }
  return Math.max(next, out.length);
}

function filterFor(from: number): Filter {
  if (last?.from !== from) last = makeFilter(from);
  return last;
}

/** Four sums side by side, so that no addition waits for the one before: most of a record’s time is spent here. */
function innerProduct(samples: Float32Array, start: number, coefficients: Float32Array, first: number, end: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let tap = first;
  for (; tap + 3 < end; tap += 4) {
    a += samples[start + tap]! * coefficients[tap]!;
    b += samples[start + tap + 1]! * coefficients[tap + 1]!;
    c += samples[start + tap + 2]! * coefficients[tap + 2]!;
    d += samples[start + tap + 3]! * coefficients[tap + 3]!;
  }
  for (; tap < end; tap++) a += samples[start + tap]! * coefficients[tap]!;
  return a + b + c + d;
}

function makeFilter(from: number): Filter {
  const divisor = greatestCommonDivisor(from, SAMPLE_RATE_HZ);
  const [up, down] = [SAMPLE_RATE_HZ / divisor, from / divisor];
  // Input samples in one sample of the lower rate.
  const stretch = Math.max(1, down / up);
  const taps = 2 * Math.ceil(HALF_WIDTH * stretch);
  const cutoff = (1 + PASS_BAND) / 2;
  /** At `x` samples of the lower rate from the centre. */
  const exact = (x: number) => (Math.abs(x) > HALF_WIDTH ? 0 : (cutoff * sinc(cutoff * x) * kaiser(x / HALF_WIDTH)) / stretch);
  const isKept = up * taps <= MOST_COEFFICIENTS;
  const at = isKept ? exact : interpolated(exact);
  const fill = (p: number, into: Float32Array) => {
    for (let tap = 0; tap < taps; tap++) into[tap] = at((tap - taps / 2 + 1 - p / up) / stretch);
    return into;
  };
  if (!isKept) {
    const shared = new Float32Array(taps);
    return { from, up, down, taps, phase: (p) => fill(p, shared) };
  }
  const kept: (Float32Array | undefined)[] = new Array(up);
  return {
    from,
    up,
    down,
    taps,
    phase: (p) => {
      kept[p] ??= fill(p, new Float32Array(taps));
      return kept[p];
    },
  };
}

function interpolated(exact: (x: number) => number): (x: number) => number {
  const table = Float64Array.from({ length: HALF_WIDTH * FINE_STEPS + 2 }, (_, step) => exact(step / FINE_STEPS));
  return (x) => {
    const step = Math.abs(x) * FINE_STEPS;
    if (step > HALF_WIDTH * FINE_STEPS) return 0;
    const low = Math.floor(step);
    return table[low]! + (table[low + 1]! - table[low]!) * (step - low);
  };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param x -1 to 1 over the window's length */
function kaiser(x: number): number {
  return besselI0(BETA * Math.sqrt(Math.max(0, 1 - x * x))) / besselI0(BETA);
}

/** Modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
