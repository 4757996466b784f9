/**
 * @file Positions resampled to other grids, against timm's `resample_abs_pos_embed` (goldens of reference/published_names.py).
 */
import { expect, test } from 'vitest';
import { readFixture } from '../../../test/read-fixture.ts';
import { resamplePositions } from './resample-positions.ts';
import { readSafetensors } from './safetensors.ts';

const { tensors } = readSafetensors(await readFixture('safetensors/positions.safetensors'), 'positions.safetensors');
const SOURCES = { table: { grid: [7, 7], prefix: 2 }, wide: { grid: [5, 9], prefix: 1 } } as const;
const cases = Object.keys(tensors).filter((name) => name.includes('.'));

test('there are goldens of both tables', () => {
  expect(cases.length).toBe(9);
});

test.each(cases)('%s agrees with timm', (name) => {
  const [source, rows, columns] = name.split('.') as [keyof typeof SOURCES, string, string];
  const { grid, prefix } = SOURCES[source];
  const want = tensors[name]!;
  const got = resamplePositions(tensors[source]!, grid, [Number(rows), Number(columns)], prefix);
  expect(got.shape).toEqual(want.shape);
  const worst = got.data.reduce((most, value, index) => Math.max(most, Math.abs(value - want.data[index]!)), 0);
  expect(worst).toBeLessThan(2e-6);
});

test('prefix rows stay, and an equal grid changes nothing', () => {
  const table = tensors.table!;
  expect(resamplePositions(table, [7, 7], [3, 4], 2).data.subarray(0, 16)).toEqual(table.data.subarray(0, 16));
  expect(resamplePositions(table, [7, 7], [7, 7], 2).data).toEqual(table.data);
});
