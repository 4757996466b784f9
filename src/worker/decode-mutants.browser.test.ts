/**
 * @file Seeded damage to pictures and compressed sounds, through the parse worker and the browser's own decoders: every file ends once, as
 * a record of its size or as a reason, and in time. Thousands of each go through the checks before decoding in `fuzz-pictures.test.ts` and
 * `fuzz-compressed.test.ts`; here those that pass them are decoded.
 */
import { expect, it } from 'vitest';
import { imageForm } from '../../test/parsed-sample.ts';
import { AUDIO_LIMITS } from '../core/data/audio/audio-limits.ts';
import { LIMITS } from '../core/data/limits.ts';
import { type RecordForm, recordLength } from '../core/data/record-form.ts';
import { mutants } from '../core/data/test-mutants.ts';
import type { Problem } from '../core/errors.ts';
import { importFiles } from './parse-client.ts';
import type { ParsedSample } from './parse-protocol.ts';

const PICTURES = 200;
const SOUNDS = 100;
/** Formats whose checksums cover all that is decoded: what is accepted is what was saved. */
const CHECKED = /\.(png|flac|ogg)$/;
/** Damage may double a frame, in seconds; it makes no sound much longer. */
const DOUBLED = 0.2;
const audioForm: RecordForm = { modality: 'audio', size: [64, 64], frontEnd: 'nano' };

const fixture = async (path: string) => new Uint8Array(await (await fetch(`/test/fixtures/${path}`)).arrayBuffer());

const secondsOf = ({ facts }: ParsedSample) => (facts.modality === 'audio' ? facts.seconds : 0);

/** Imports the file itself as number 0 and its mutants after it. @returns what became of each */
async function importMutants(path: string, count: number, form: RecordForm) {
  const original = await fixture(path);
  const ending = path.slice(path.lastIndexOf('.'));
  const files = [original, ...mutants(original, count, 29)].map((bytes, at) => ({
    path: `${at % 2 === 0 ? 'even' : 'odd'}/${at}${ending}`,
    file: new Blob([bytes]),
  }));
  const samples: ParsedSample[] = [];
  const rejected: Problem[] = [];
  await importFiles(
    { files, form, folder: '' },
    { onSamples: (group) => samples.push(...group), onRejected: (problem) => rejected.push(problem) },
  );
  const ended = [...samples.map((sample) => sample.path), ...rejected.map(({ where }) => where)];
  expect(ended.sort()).toEqual(files.map((file) => file.path).sort());
  for (const { code, message, hint } of rejected) {
    expect([code, message.endsWith('.'), hint !== '']).toEqual([expect.stringMatching(/^[a-z0-9-]+$/), true, true]);
    // These say that the worker or a decoder had to be ended.
    expect(code).not.toMatch(/^(file-hangs|import-died|picture-slow|audio-slow|unexpected|sample-unreadable)$/);
  }
  for (const { record } of samples) expect([record?.length, record?.every(Number.isFinite)]).toEqual([recordLength(form), true]);
  const whole = samples.find((sample) => sample.path === `even/0${ending}`)!;
  expect(whole).toBeDefined();
  if (CHECKED.test(path)) for (const { hash } of samples) expect(hash).toBe(whole.hash);
  const codes = new Set(rejected.map(({ code }) => code));
  return { samples, codes, whole };
}

it.each(['still.png', 'still.jpg', 'progressive.jpg', 'lossy.webp', 'lossless.webp', 'still.gif', 'still.avif'])(
  `${PICTURES} mutants of %s`,
  async (name) => {
    const { samples, codes } = await importMutants(`pictures/${name}`, PICTURES, imageForm(16, 16));
    for (const { facts } of samples) {
      if (facts.modality !== 'image') throw new Error(`${facts.modality} of a picture`);
      expect(facts.width >= 1 && facts.height >= 1 && facts.width * facts.height <= LIMITS.picturePixels).toBe(true);
    }
    // Some damage is in places that nobody reads.
    expect(samples.length).toBeLessThan(PICTURES);
    expect(codes.size).toBeGreaterThan(1);
  },
);

it.each(['clip.mp3', 'clip-opus.ogg', 'clip-vorbis.ogg', 'clip.m4a', 'clip.flac', 'clip.aac', 'clip.webm'])(
  `${SOUNDS} mutants of %s`,
  async (name) => {
    const { samples, codes, whole } = await importMutants(`audio/${name}`, SOUNDS, audioForm);
    for (const { facts } of samples) {
      if (facts.modality !== 'audio') throw new Error(`${facts.modality} of a sound`);
      const { seconds, sampleRate, channels, peak, startSeconds } = facts;
      expect(seconds > 0 && seconds <= secondsOf(whole) + DOUBLED && startSeconds >= 0 && startSeconds <= seconds).toBe(true);
      expect(sampleRate >= AUDIO_LIMITS.lowestRate && sampleRate <= AUDIO_LIMITS.highestRate).toBe(true);
      expect(channels >= 1 && channels <= AUDIO_LIMITS.channels && peak >= 0 && peak <= AUDIO_LIMITS.peak).toBe(true);
    }
    expect(samples.length).toBeLessThan(SOUNDS);
    expect(codes.size).toBeGreaterThan(1);
  },
);
