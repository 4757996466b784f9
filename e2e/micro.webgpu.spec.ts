/** @file The main job on WebGPU, with a tiny model of one's own on the software adapter. */
import { expect, test } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makeZip, tileEntries } from './pictures.ts';

test('own models and own pictures are trained and merged on WebGPU', async ({ playground }) => {
  test.setTimeout(400_000);
  await playground.open({ backend: 'webgpu', settings: 'v=1&epochs=2&batch=8&pairs=1' });
  await expect(playground.badge).toContainText('WebGPU');
  await expect(playground.badge).toContainText('software');
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(8)))]);
  await expect(playground.data).toContainText('3 classes');
  await playground.openModel('Target', 'test/fixtures/models/micro-image');
  await playground.openModel('Auxiliary', 'test/fixtures/models/micro-audio');
  await playground.button('Train 2 runs', playground.train).click();
  await playground.finished(300_000);
  await playground.button('Merge', playground.tryIt).click();
  await expect(playground.tryIt).toContainText('same answers as the two branches', { timeout: 60_000 });
});

test('a model that does not fit is refused with its numbers', async ({ playground }) => {
  await playground.open({ backend: 'webgpu', settings: 'v=1&data=sample:textures' });
  await playground.openModel('Target', 'test/fixtures/models/micro-image');
  await playground.button(/^Auxiliary/, playground.train).click();
  await playground.choose('Open model folder…', 'test/fixtures/models/misfit-audio', playground.page.getByRole('dialog'));
  const why = 'misfit-audio does not fit micro-image: it has width 48 where the target has 32, depth 3 where the target has 2.';
  await expect(playground.train.getByText(why).first()).toBeVisible();
  await expect(playground.button('Train 6 runs', playground.train)).toBeDisabled();
});
