/** @file Data is put right before training: copies found and deleted, classes renamed, merged and dropped, samples moved; all with undo. */
import { expect, test, violations } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makePng, makeZip, tileEntries } from './pictures.ts';

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
  await playground.button(/^Merge$/, data).press('Enter');
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

test('several classes become one under a chosen name, and another way to label is taken back like any change', async ({
  playground,
  page,
}) => {
  const { data, train } = playground;
  const entries: Record<string, Uint8Array> = {};
  for (const [at, animal] of ['cat', 'dog', 'fox', 'owl'].entries())
    for (let i = 0; i < 6; i++)
      entries[`set/${i % 2 ? 'day' : 'night'}/${animal}_${i}.png`] = makePng(16, [40 * at, 30 * i, 90], 7 * at + i);
  await playground.open();
  await playground.choose('Choose files', [zipFile('set.zip', await makeZip(entries))]);
  await expect(train).toContainText('2 scores out');

  await data.getByText('Classes from sub-folders').click();
  await data.getByRole('radio', { name: /the file name before its number/ }).check();
  await expect(train).toContainText('4 scores out');
  await playground.button('Merge several', data).press('Enter');
  await expect(data.getByRole('checkbox', { name: /^cat/ })).toBeFocused();
  await page.keyboard.press('Space');
  await data.getByRole('checkbox', { name: /^owl/ }).check();
  await data.getByRole('checkbox', { name: /^fox/ }).check();
  await expect(data).toContainText('3 classes marked, 18 pictures.');
  await expect(data.getByLabel('Name of the merged class')).toHaveValue('cat');
  expect(await violations(page)).toEqual([]);
  await data.getByLabel('Name of the merged class').fill('wild');
  await page.keyboard.press('Enter');
  await expect(data).toContainText('Classes cat, owl, fox merged into wild: 18 samples now.');
  await expect(playground.button('Undo change', data)).toBeFocused();

  await page.keyboard.press('Control+z');
  await expect(train).toContainText('4 scores out');
  await page.keyboard.press('Control+z');
  await expect(train).toContainText('2 scores out');
  await expect(data.getByRole('radio', { name: /^sub-folders/ })).toBeChecked();
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+Shift+z');
  await expect(playground.button(/^wild 18/, data)).toBeVisible();

  // Of two classes there is nothing more to merge.
  await expect(playground.button('Merge several', data)).toHaveCount(0);
});

test('a sample that was renamed, because another had its name, shows its own file', async ({ playground, page }) => {
  const { data } = playground;
  const set = (size: number, red: number) =>
    Object.fromEntries(
      ['cat', 'dog'].flatMap((name, at) =>
        Array.from({ length: 4 }, (_, i) => [`set/${name}/${i}.png`, makePng(size, [red, 90 * at, 30 * i], i)]),
      ),
    );
  await playground.open();
  await playground.choose('Choose files', [zipFile('set.zip', await makeZip(set(24, 200)))]);
  await expect(data).toContainText('8 pictures');
  await playground.choose('Add files', [zipFile('set.zip', await makeZip(set(40, 20)))]);
  await expect(data).toContainText('16 pictures');
  const strip = data.getByRole('toolbar', { name: /^cat, 8/ });
  for (const [name, edge] of [
    ['2.png', 24],
    ['2 (2).png', 40],
  ] as const) {
    await strip.getByRole('button', { name, exact: true }).click();
    const viewer = page.getByRole('dialog');
    await expect(viewer.getByRole('figure').filter({ hasText: 'The file' })).toContainText(`${edge} × ${edge} px`);
    await page.keyboard.press('Escape');
    await expect(viewer).toBeHidden();
  }
});
