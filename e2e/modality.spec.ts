/** @file Four kinds of data: chosen, recognised from what is dropped, taken back, shared; and sounds trained on from files to a verdict. */
import type { Page } from '@playwright/test';
import { expect, test, violations } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makeZip, tileEntries } from './pictures.ts';
import { toneEntries } from './sounds.ts';

test('a kind is chosen: words, samples and models follow, and undo takes it back', async ({ playground, page }) => {
  await playground.open();
  const { data, train } = playground;
  const kinds = data.getByRole('group', { name: 'Kind of data' });
  await kinds.getByRole('button', { name: 'Sounds' }).click();
  await expect(train).toContainText('Can a model trained on pictures help one that hears sounds?');
  await expect(playground.button(/^Target, sounds nano-audio/, train)).toBeVisible();
  await expect(playground.button(/^Auxiliary, images nano-image/, train)).toBeVisible();
  await expect(playground.button(/^Calls/, data)).toBeVisible();
  await expect(playground.button(/^Textures/, data)).toHaveCount(0);
  await expect.poll(() => playground.settings()).toBe('v=1&mod=audio');
  expect(await violations(page)).toEqual([]);
  for (const name of ['Point clouds', 'Clips']) {
    await kinds.getByRole('button', { name }).click();
    await expect(kinds.getByRole('button', { name })).toHaveAttribute('aria-pressed', 'true');
    expect(await violations(page)).toEqual([]);
  }
  const isImage = async () => (await kinds.getByRole('button', { name: 'Images' }).getAttribute('aria-pressed')) === 'true';
  for (let steps = 0; steps < 3 && !(await isImage()); steps++) await playground.button('Undo setting').first().click();
  await expect(playground.button(/^Textures/, data)).toBeVisible();
});

test('dropped sounds are recognised, and undo brings the pictures back', async ({ playground, page }) => {
  await playground.open();
  const { data, train } = playground;
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(6)))]);
  await expect(data).toContainText('18 pictures');
  await playground.drop([zipFile('tones.zip', await makeZip(toneEntries(6)))]);
  await expect(data).toContainText('These are sounds: the target is now nano-audio.');
  await expect(data).toContainText('12 sounds');
  await expect(playground.button(/^Target, sounds nano-audio/, train)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await playground.button('Undo', data).first().click();
  await expect(data).toContainText('18 pictures');
  await expect(playground.button(/^Target, images nano-image/, train)).toBeVisible();
  await data.getByRole('group', { name: 'Kind of data' }).getByRole('button', { name: 'Sounds' }).click();
  await expect(data).toContainText('12 sounds');

  // One folder of records for the sounds and one for the pictures, which are put away; replaced data is deleted.
  await expect.poll(() => storedFolders(page)).toBe(2);
  await playground.drop([zipFile('others.zip', await makeZip(toneEntries(5)))]);
  await expect(data).toContainText('10 sounds');
  await expect.poll(() => storedFolders(page)).toBe(2);
});

/** Folders of records in the browser's storage. */
function storedFolders(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('data-sets');
    let count = 0;
    for await (const name of root.keys()) count += name === '' ? 0 : 1;
    return count;
  });
}

test('a link opens sounds, and they are trained on', async ({ playground, page }) => {
  await playground.open({ settings: 'v=1&data=sample:calls&mod=audio&aux=none&epochs=1&batch=16&pairs=1&limit=8' });
  await expect(playground.data).toContainText('336 sounds');
  await playground.trainAll();
  await expect(playground.train).toContainText(/\d+ run done/);
  await page.setViewportSize({ width: 390, height: 844 });
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
});
