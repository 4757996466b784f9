/**
 * @file The licence that a merged model carries, for parts that ask for the same, for more, and for different things.
 */
import { expect, test } from 'vitest';
import { carriedLicense } from './carried-license.ts';
import { runName } from './run-name.ts';

test.each([
  [['Apache-2.0', 'Apache-2.0'], 'apache-2.0'],
  [['MIT', 'Apache-2.0'], 'apache-2.0'],
  [['Apache-2.0', 'CC-BY 4.0'], 'cc-by-4.0'],
  [['apache-2.0', 'cc-by-nc-4.0'], 'cc-by-nc-4.0'],
  [['cc-by-nc-4.0', 'mit'], 'cc-by-nc-4.0'],
  [['cc-by-nc-sa-4.0', 'cc-by-sa-4.0'], 'other'],
  [['openrail', 'gemma'], 'other'],
  [['gpl-3.0', 'cc-by-sa-4.0'], 'other'],
  [['cc-by-nc-sa-4.0', 'gpl-3.0'], 'other'],
  [['gpl-3.0', 'apache-2.0'], 'gpl-3.0'],
  [['mit, apache-2.0', 'isc'], 'apache-2.0'],
  [['mit, gpl-3.0', 'openrail'], 'other'],
  [['mit, other', 'mit'], 'unknown'],
  [['cc-by-nc-4.0', 'cc-by-sa-4.0'], 'other'],
  [['mit', 'not stated'], 'unknown'],
  [['', 'bsd-3-clause'], 'bsd-3-clause'],
  [['', ''], null],
])('%j → %s', (stated, id) => {
  expect(carriedLicense(stated).id).toBe(id);
});

test('what “other” means names every licence', () => {
  const { why } = carriedLicense(['mit, gpl-3.0', 'OpenRAIL']);
  for (const id of ['mit', 'gpl-3.0', 'openrail']) expect(why).toContain(id);
});

test('run names are safe on every system', () => {
  expect(runName('Textures', 'nano-image', 0)).toBe('textures-nano-image-seed-0');
  expect(runName('Grüne Kacheln / ../x', 'hf:a/b', 3)).toBe('grune-kacheln-x-hf-a-b-seed-3');
  expect(runName('数字', '日', 1)).toBe('run-seed-1');
});
