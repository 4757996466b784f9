/** @file What is measured of the files of each kind. */
import { expect, test } from 'vitest';
import type { SampleFacts } from '../../../worker/parse-protocol.ts';
import { quantitiesOf } from './quantities.ts';

const cloud = (points: number, triangles: number): { facts: SampleFacts } => {
  return { facts: { modality: 'point', points, triangles, dropped: 0, format: 'ply' } };
};

test('surfaces and clouds are counted apart', () => {
  expect(quantitiesOf([cloud(500, 0), cloud(0, 12), cloud(900, 0)])).toEqual([
    { title: 'Surfaces', unit: 'triangles', values: [12] },
    { title: 'Clouds', unit: 'points', values: [500, 900] },
  ]);
  expect(quantitiesOf([cloud(0, 3)]).map(({ title }) => title)).toEqual(['Surfaces']);
});

test('folders of frames have no length', () => {
  const clip = (seconds: number): { facts: SampleFacts } => ({ facts: { modality: 'video', width: 9, height: 9, seconds, frames: 8 } });
  expect(quantitiesOf([clip(0), clip(2)])).toEqual([{ title: 'Length', unit: 's', values: [2] }]);
  expect(quantitiesOf([clip(0)])).toEqual([]);
  expect(quantitiesOf([])).toEqual([]);
});
