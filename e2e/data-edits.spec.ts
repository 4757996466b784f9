/** @file Data is put right before training: copies found and deleted, classes renamed, merged and dropped, samples moved; all with undo. */
import { expect, test, violations } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makeZip, tileEntries } from './pictures.ts';

async function tiles(): Promise<Buffer> {
  const entries = tileEntries(6);
  const first = entries['tiles/red tiles/tile 1.png']!;
  return makeZip({ ...entries, 'tiles/red tiles/again.png': first, 'tiles/red tiles/once more.png': first });
}

test('copies are found, shown, deleted in one press, and brought back', async ({ playground, page }) => {
  await playground.open();
  await playground.choose('Choose files', [zipFile('tiles.zip', await tiles())]);
  const { data } = playground;
  const remark = data.getByRole('listitem').filter({ hasText: '2 pictures are exact copies of others' });
  await expect(remark).toBeVisible();
  await expect(data.getByRole('button', { name: /remarks? in the data report/ })).toBeVisible();
  await playground.button('Show', remark).click();
  await expect(remark.getByRole('button', { name: /again\.png|once more\.png|tile 1\.png/ })).toHaveCount(3);
  expect(await violations(page)).toEqual([]);
  await playground.button('Delete 2 copies', remark).click();
  await expect(data).toContainText('2 samples deleted.');
  await expect(data).toContainText('18 pictures');
  await expect(remark).toBeHidden();
  await playground.button('Undo change', data).click();
  await expect(data).toContainText('20 pictures');
  await expect(remark).toBeVisible();
});

test('classes are renamed, merged and dropped by keyboard, with a history', async ({ playground, page }) => {
  await playground.open();
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(6)))]);
  const { data, train } = playground;
  await expect(train).toContainText('3 scores out');

  await playground.button(/^blue tiles/, data).press('Enter');
  await playground.button('Rename', data).press('Enter');
  await data.getByLabel('New name of blue tiles').fill('sky');
  await page.keyboard.press('Enter');
  await expect(data).toContainText('Class blue tiles renamed to sky.');
  await expect(playground.button('Undo change', data)).toBeFocused();

  await playground.button(/^sky/, data).press('Enter');
  await playground.button('Merge', data).press('Enter');
  await expect(data.getByLabel('Merge sky into')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(data).toContainText('Class sky merged into grüne Kacheln: 12 samples now.');
  await expect(train).toContainText('2 scores out');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(train).toContainText('3 scores out');
  await expect(playground.button(/^blue tiles/, data)).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(playground.button(/^sky/, data)).toBeVisible();

  await playground.button(/^red tiles/, data).click();
  await playground.button('Drop', data).click();
  await expect(data).toContainText('Class red tiles dropped with 6 samples.');
  await expect(data).toContainText('12 pictures');
});

test('selected samples are moved and deleted, and one from the viewer', async ({ playground, page }) => {
  await playground.open();
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(6)))]);
  const { data } = playground;
  await playground.button(/^red tiles/, data).click();
  await playground.button('Select', data).click();
  const samples = data.getByRole('toolbar', { name: 'Samples to select' });
  await samples.getByRole('button').nth(1).click();
  await samples
    .getByRole('button')
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await expect(data).toContainText('3 selected');
  await data.getByLabel('Class to move to').selectOption('blue tiles');
  await playground.button('Move', data).click();
  await expect(data).toContainText('3 samples moved to blue tiles.');
  await samples.getByRole('button').first().press('Space');
  await playground.button('Delete', data).click();
  await expect(data).toContainText('1 sample deleted.');
  await playground.button('Done', data).click();

  await data
    .getByRole('toolbar', { name: /^blue tiles, 9/ })
    .getByRole('button')
    .first()
    .click();
  const viewer = page.getByRole('dialog');
  await expect(viewer).toContainText('tile 1.png');
  await viewer.getByRole('button', { name: 'Delete' }).click();
  await expect(viewer).toContainText('of 8');
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(playground.button(/^blue tiles 8/, data)).toBeVisible();
});
