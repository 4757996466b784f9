/** @file A trained run of one's own as the next target: train, merge, use the merged model, train again; another picture size. */
import { expect, test } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makeZip, tileEntries } from './pictures.ts';

test('the merged model is the next target', async ({ playground }) => {
  test.setTimeout(240_000);
  await playground.open({ backend: 'wasm', settings: 'v=1&epochs=1&batch=8&pairs=1&px=48' });
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(12)))]);
  await playground.openModel('Target', 'test/fixtures/models/micro-image');
  await playground.openModel('Auxiliary', 'test/fixtures/models/micro-audio');
  await playground.trainAll();
  await playground.button('Merge', playground.tryIt).click();
  await expect(playground.tryIt).toContainText('same answers as the two branches', { timeout: 60_000 });
  await playground.button('Use as target', playground.tryIt).click();
  await expect(playground.tryIt).toContainText('is the target of the next run');
  await playground.button('Change settings', playground.train).click();
  await expect(playground.train).toContainText('micro-image-merged', { timeout: 30_000 });
  await playground.trainAll();
});
