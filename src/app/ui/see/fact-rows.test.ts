/** @file What the viewer says of files: every number with its unit, nothing said twice. */
import { expect, test } from 'vitest';
import type { SampleFacts } from '../../../core/data/sample-facts.ts';
import { factRows, seconds } from './fact-rows.ts';
import { shapeWords } from './point-words.ts';

const AUDIO = { modality: 'audio', size: [64, 64], frontEnd: 'nano' } as const;
const sample = (facts: SampleFacts | null) => ({
  path: 'a/b.x',
  className: 'a',
  part: 'test',
  record: new Uint8Array(0),
  facts,
  original: null,
});
const said = (facts: SampleFacts, form: Parameters<typeof factRows>[1]) => Object.fromEntries(factRows(sample(facts), form));

test('a sound that is cut, one that is followed by silence, one that is silent', () => {
  const facts = { modality: 'audio', seconds: 3.2, sampleRate: 44_100, channels: 2, startSeconds: 1.28, peak: 0.5, format: 'wav' } as const;
  expect(said(facts, AUDIO)).toEqual({
    File: 'a/b.x',
    Length: '3.20 s',
    Sampled: '44,100 Hz, stereo',
    Loudest: '−6.0 dB of full scale',
    Used: '1.00 s from 1.28 s; 64 bands\u00a0×\u00a064 frames',
  });
  expect(said({ ...facts, seconds: 0.4, startSeconds: 0 }, AUDIO).Used).toMatch(/^all of it, then silence;/);
  expect(said({ ...facts, seconds: 1, startSeconds: 0, peak: 0 }, AUDIO)).toMatchObject({
    Loudest: 'silent',
    Used: 'all of it; 64 bands\u00a0×\u00a064 frames',
  });
});

test('points of a scan and of a surface', () => {
  const form = { modality: 'point', points: 1024 } as const;
  const facts = { modality: 'point', points: 12_034, triangles: 0, dropped: 3, format: 'ply' } as const;
  expect(said(facts, form)).toMatchObject({ Points: '12,034', 'Left out': '3 points that were no numbers' });
  expect(said({ ...facts, triangles: 900, dropped: 0 }, form)).not.toHaveProperty('Points');
});

test('a folder of frames has no length; without facts only what is used is said', () => {
  const form = { modality: 'video', frames: 8, size: [64, 64] } as const;
  expect(said({ modality: 'video', width: 320, height: 240, seconds: 0, frames: 12 }, form)).toEqual({
    File: 'a/b.x',
    Frames: '12',
    Size: '320 × 240 px',
    Used: '8 frames of 64\u00a0×\u00a064\u00a0px',
  });
  expect(factRows(sample(null), form)).toEqual([['Used', '8 frames of 64\u00a0×\u00a064\u00a0px']]);
});

test('seconds as people read them', () => {
  expect([0.476, 12.34, 200.9].map(seconds)).toEqual(['0.48 s', '12.3 s', '3 min 20 s']);
});

test('a shape in words', () => {
  const box = (x: number, y: number, z: number) => Float32Array.of(-x, -y, -z, x, y, z);
  expect(shapeWords(box(0.5, 0.05, 0.5))).toBe('2 points, flat: 1.0 wide, 0.1 high and 1.0 deep in a ball of width 2.');
  expect(shapeWords(box(0.2, 0.9, 0.2))).toContain('tall');
  expect(shapeWords(box(0.5, 0.5, 0.5))).toContain('compact');
  expect(shapeWords(new Float32Array(3))).toContain('all in one place');
});
