/**
 * @file Small true records for the exhibits of the viewer: the log-mel of sounds made here, shapes sampled by area, moving scenes, pictures.
 * Seeded; the originals are made with them, so that every view has something to show.
 */

import type { SeenSample } from '../src/app/ui/see/seen-sample.ts';
import { createAudioRecord } from '../src/core/data/audio/audio-record.ts';
import type { RecordForm } from '../src/core/data/record-form.ts';
import type { SampleFacts } from '../src/core/data/sample-facts.ts';
import { random } from './fixed-data.ts';

export const FORMS = {
  image: { modality: 'image', size: [64, 64] },
  audio: { modality: 'audio', size: [64, 64], frontEnd: 'nano' },
  point: { modality: 'point', points: 1024 },
  video: { modality: 'video', frames: 8, size: [64, 64] },
} as const satisfies Record<string, RecordForm>;

const RATE = 16_000;
const PARTS = ['training', 'training', 'validation', 'training', 'test'];

type Known = Pick<SeenSample, 'path' | 'record' | 'facts' | 'original'>;

function seen(known: Known[], className: string): SeenSample[] {
  return known.map((one, at) => ({ ...one, className, part: PARTS[at % PARTS.length] ?? null }));
}

/** Chirps, knocks and hums in noise; the fourth is quiet, the fifth two seconds long. */
export function sounds(count: number): SeenSample[] {
  return seen(
    Array.from({ length: count }, (_, at) => {
      const samples = sound(at, at % 5 === 4 ? 3.2 : at % 5 === 3 ? 0.6 : 1, at % 5 === 3 ? 0.02 : 0.8);
      const seconds = samples.length / RATE;
      const { values, startSeconds, peak } = createAudioRecord(
        { samples, sampleRate: RATE, fileRate: RATE, seconds, channels: 1 },
        FORMS.audio,
      );
      const facts: SampleFacts = { modality: 'audio', seconds, sampleRate: RATE, channels: 1, startSeconds, peak, format: 'wav' };
      const original = async () => ({ kind: 'sound' as const, samples, sampleRate: RATE, fromSeconds: 0, seconds });
      return { path: `speech/chirps/chirp_${at}.wav`, record: values, facts, original };
    }),
    'chirps',
  );
}

function sound(seed: number, seconds: number, loud: number): Float32Array<ArrayBuffer> {
  const next = random(seed + 1);
  const samples = new Float32Array(Math.round(seconds * RATE));
  const [low, high, start] = [200 + 500 * next(), 1500 + 4000 * next(), 0.2 + 0.2 * next()];
  let phase = 0;
  const from = seconds > 1.5 ? 1.3 : 0;
  for (let at = 0; at < samples.length; at++) {
    const t = at / RATE - from;
    const share = Math.min(1, Math.max(0, (t - start) / 0.45));
    phase += (2 * Math.PI * (low + (high - low) * share ** (1 + (seed % 3)))) / RATE;
    const envelope = share > 0 && share < 1 ? Math.sin(Math.PI * share) : 0;
    const knock = t > 0.75 && t < 0.85 ? Math.exp(-60 * (t - 0.75)) * (next() - 0.5) : 0;
    samples[at] = loud * (0.7 * envelope * (Math.sin(phase) + 0.4 * Math.sin(2 * phase)) * 0.7 + 0.6 * knock + 0.004 * (next() - 0.5));
  }
  return samples;
}

/** Tori, tables and springs. */
export function clouds(count: number): SeenSample[] {
  return seen(
    Array.from({ length: count }, (_, at) => {
      const record = cloud(at);
      const facts: SampleFacts = { modality: 'point', points: 0, triangles: 2304 + 96 * at, dropped: 0, format: 'obj' };
      return { path: `shapes/${['torus', 'table', 'spring'][at % 3]}_${at}.obj`, record, facts, original: null };
    }),
    'shapes',
  );
}

function cloud(seed: number): Float32Array<ArrayBuffer> {
  const next = random(seed + 11);
  const { points: total } = FORMS.point;
  const points = new Float32Array(total * 3);
  const tube = 0.25 + 0.12 * next();
  for (let p = 0; p < total; p++) {
    const [u, v] = [2 * Math.PI * next(), 2 * Math.PI * next()];
    if (seed % 3 === 0)
      points.set([(1 + tube * Math.cos(v)) * Math.cos(u), tube * Math.sin(v), (1 + tube * Math.cos(v)) * Math.sin(u)], 3 * p);
    else if (seed % 3 === 1) {
      const leg = Math.floor(4 * next());
      const isTop = p % 5 < 3;
      const [x, z] = [leg & 1 ? 0.8 : -0.8, leg & 2 ? 0.5 : -0.5];
      points.set(isTop ? [2 * next() - 1, 0.5, 1.3 * next() - 0.65] : [x + 0.06 * next(), 1.2 * next() - 0.7, z + 0.06 * next()], 3 * p);
    } else {
      const turn = 6 * Math.PI * next();
      points.set([0.6 * Math.cos(turn) + 0.08 * Math.cos(v), turn / (3 * Math.PI) - 1, 0.6 * Math.sin(turn) + 0.08 * Math.sin(v)], 3 * p);
    }
  }
  return toUnitSphere(points);
}

function toUnitSphere(points: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const mean = [0, 1, 2].map((axis) => points.reduce((sum, value, at) => (at % 3 === axis ? sum + value : sum), 0) / (points.length / 3));
  let largest = 0;
  for (let at = 0; at < points.length; at += 3)
    largest = Math.max(largest, Math.hypot(...mean.map((value, axis) => points[at + axis]! - value)));
  return points.map((value, at) => (value - mean[at % 3]!) / largest);
}

/** A square that crosses a field of stripes. */
export function clips(count: number): SeenSample[] {
  const { frames, size } = FORMS.video;
  return seen(
    Array.from({ length: count }, (_, at) => {
      const record = new Uint8Array(frames * size[0] * size[1] * 3);
      for (let frame = 0; frame < frames; frame++)
        scene(record.subarray(frame * size[0] * size[1] * 3, (frame + 1) * size[0] * size[1] * 3), size, at, frame / (frames - 1));
      const facts: SampleFacts = { modality: 'video', width: 320, height: 240, seconds: 2 + 0.4 * at, frames: 50 + 10 * at };
      return { path: `clips/crossing/${String(at).padStart(3, '0')}.mp4`, record, facts, original: null };
    }),
    'crossing',
  );
}

/** Rings on paper, with the picture file that they come from. */
export function pictures(count: number): SeenSample[] {
  const { size } = FORMS.image;
  return seen(
    Array.from({ length: count }, (_, at) => {
      const record = new Uint8Array(size[0] * size[1] * 3);
      scene(record, size, at + 3, 0.4);
      const facts: SampleFacts = { modality: 'image', width: 480, height: 320 };
      const large = new Uint8Array(480 * 320 * 3);
      scene(large, [320, 480], at + 3, 0.4);
      return {
        path: `tiles/squares/square ${at}.png`,
        record,
        facts,
        original: async () => ({ kind: 'file' as const, blob: await toPng(large, 480) }),
      };
    }),
    'squares',
  );
}

const COLOURS = [
  [214, 196, 166],
  [92, 62, 84],
  [64, 96, 120],
  [226, 204, 132],
  [122, 148, 110],
] as const;

function scene(pixels: Uint8Array, [height, width]: readonly [number, number], seed: number, share: number): void {
  const colour = (at: number) => COLOURS[(seed + at) % COLOURS.length] ?? COLOURS[0];
  const angle = seed * 0.7;
  const side = 0.22 * height;
  const [x0, y0] = [width * (0.15 + 0.6 * share), height * (0.5 + 0.25 * Math.sin(6 * share + seed))];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isSquare = Math.abs(x - x0) < side && Math.abs(y - y0) < side;
      const wave = Math.sin((0.5 * 64 * (x * Math.cos(angle) + y * Math.sin(angle))) / height);
      pixels.set(colour(isSquare ? 2 : wave > 0.3 ? 1 : 0), 3 * (y * width + x));
    }
}

async function toPng(rgb: Uint8Array, width: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, rgb.length / 3 / width);
  const image = new ImageData(canvas.width, canvas.height);
  for (let at = 0; at < rgb.length / 3; at++) image.data.set([rgb[3 * at]!, rgb[3 * at + 1]!, rgb[3 * at + 2]!, 255], 4 * at);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas.convertToBlob();
}
