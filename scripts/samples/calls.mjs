/**
 * @file Sample set “Calls”: six kinds of call, as of birds or toys, told apart by how pitch and loudness go and by nothing
 * else: height, timbre, length, loudness and start are random, with noise, hum and clicks around them.
 */
import { randomOf } from './random.mjs';
import { encodeWav } from './wav.mjs';

/** How hard the set is: 0 clear calls, 1 hardly to be told apart. Raises noise and disturbances, lowers how far pitch and loudness go. */
const DIFFICULTY = 0.65;

const SAMPLE_RATE = 8000;

/**
 * Each call: at time t in [0, 1] of its length, how far the pitch is from its middle (about -0.5 to 0.5, in spans of the call),
 * and how loud it is, 0 to 1. `pace` and `turn` are random in [0, 1].
 */
const CALLS = {
  rise: (t) => ({ pitch: t - 0.5 }),
  fall: (t) => ({ pitch: 0.5 - t }),
  hill: (t) => ({ pitch: 0.5 - Math.abs(2 * t - 1) }),
  cuckoo: (t, { turn }) => ({ pitch: t < 0.4 + 0.2 * turn ? 0.35 : -0.35, loud: gap(t - 0.4 - 0.2 * turn) }),
  warble: (t, { pace, turn }) => ({ pitch: 0.35 * Math.sin(2 * Math.PI * ((3 + 3 * pace) * t + turn)) }),
  trill: (t, { pace, turn }) => ({ pitch: 0, loud: 0.5 + 0.5 * Math.tanh(3 * Math.sin(2 * Math.PI * ((4 + 4 * pace) * t + turn))) }),
};

const CLASSES = Object.keys(CALLS);

/** Silence for a moment around 0. */
function gap(t) {
  return Math.min(1, Math.abs(t) / 0.06);
}

/** A call at a random pitch, timbre and length, with gentle ends. Adds it to `samples`. */
function sing(className, samples, random) {
  const seconds = (samples.length / SAMPLE_RATE) * random.between(0.65, 0.9);
  const start = random.between(0, samples.length / SAMPLE_RATE - seconds);
  const middleHz = 700 * 2 ** random.between(-0.75, 0.75);
  const octaves = random.between(1.1 - 0.8 * DIFFICULTY, 1.3 - 0.4 * DIFFICULTY);
  const look = { pace: random.next(), turn: random.next() };
  const bend = 2 ** (DIFFICULTY * random.between(-1.5, 1.5)); // time goes faster at the start, or at the end
  const drift = DIFFICULTY * random.between(-0.5, 0.5); // octaves over the whole call
  const overtones = Array.from({ length: 5 }, (_, at) => random.next() * (at === 0 ? 1 : random.between(0.2, 0.8) ** at));
  const volume = 0.5 * 10 ** random.between(-0.6 - 0.6 * DIFFICULTY, 0);
  const attack = random.between(0.03, 0.2);
  const scale = volume / overtones.reduce((sum, one) => sum + one, 0.5);
  let turns = 0;
  for (let at = Math.round(start * SAMPLE_RATE); at < Math.round((start + seconds) * SAMPLE_RATE); at++) {
    const t = Math.min(1, (at / SAMPLE_RATE - start) / seconds);
    const { pitch, loud = 1 } = CALLS[className](Math.max(0, t) ** bend, look);
    const hz = middleHz * 2 ** (octaves * pitch + drift * (t - 0.5));
    turns += hz / SAMPLE_RATE;
    const ends = Math.min(1, t / attack, (1 - t) / 0.15);
    let sum = 0.5 * Math.sin(2 * Math.PI * turns);
    overtones.forEach((size, overtone) => {
      if (hz * (overtone + 2) < SAMPLE_RATE / 2) sum += size * Math.sin(2 * Math.PI * turns * (overtone + 2));
    });
    samples[at] += scale * loud * Math.max(0, ends) * sum;
  }
  return volume;
}

/** Noise that is louder in the low, a hum, a few clicks, and a steady tone somewhere. */
function disturb(samples, volume, random) {
  const noise = volume * DIFFICULTY * 10 ** random.between(-1.7, -0.3);
  const colour = random.between(0, 0.9);
  let last = 0;
  for (let at = 0; at < samples.length; at++) {
    last = colour * last + (1 - colour) * random.normal();
    samples[at] += noise * last;
  }
  const clicks = Math.round(DIFFICULTY * random.between(0, 6));
  for (let click = 0; click < clicks; click++) {
    const [from, hz, size] = [Math.floor(random.next() * samples.length), random.between(400, 3000), volume * random.between(0.1, 0.8)];
    for (let at = 0; at < 160 && from + at < samples.length; at++)
      samples[from + at] += size * Math.exp(-at / 25) * Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE);
  }
  const tone = {
    hz: random.between(150, 2500),
    size: volume * DIFFICULTY * random.between(0, 0.5),
    from: random.next(),
    long: random.next(),
  };
  const [from, to] = [Math.floor(tone.from * samples.length), Math.floor((tone.from + tone.long * 0.6) * samples.length)];
  for (let at = from; at < Math.min(to, samples.length); at++)
    samples[at] += tone.size * Math.sin((2 * Math.PI * tone.hz * at) / SAMPLE_RATE);
}

/** @returns {Uint8Array} a WAV file of 0.5 to 0.7 s */
function make(className, index) {
  const random = randomOf(`calls/${className}/${index}`);
  const samples = new Float64Array(Math.round(SAMPLE_RATE * random.between(0.5, 0.7)));
  const volume = sing(className, samples, random);
  disturb(samples, volume, random);
  return encodeWav(samples, SAMPLE_RATE);
}

export const calls = {
  id: 'calls',
  name: 'Calls',
  modality: 'audio',
  suffix: 'wav',
  description: 'Six kinds of call, as of birds or toys, at any pitch and in any voice, with noise around them.',
  classes: CLASSES,
  perClass: 56,
  zipLevel: 9,
  make,
};
