/** @file The keyboard's place: undo takes back what was changed last, and the focus never falls to the page when a button goes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, violations } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makePng, makeZip, tileEntries } from './pictures.ts';

const tiles = async () => [zipFile('tiles.zip', await makeZip(tileEntries(6)))];

test('after the kind was changed and samples deleted, Ctrl+Z brings the samples back and keeps the kind', async ({ playground, page }) => {
  await playground.open();
  const { data } = playground;
  const kinds = data.getByRole('group', { name: 'Kind of data' });
  await kinds.getByRole('button', { name: 'Sounds' }).click();
  await playground.choose('Choose files', await tiles());
  await expect(data).toContainText('18 pictures');
  await playground.button(/^red tiles/, data).click();
  await playground.button('Select', data).click();
  await data.getByRole('toolbar', { name: 'Samples to select' }).getByRole('button').first().press('Space');
  await playground.button('Delete', data).click();
  await expect(data).toContainText('1 sample deleted. (red tiles/');
  await expect(data.locator('.th-s:focus')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(data).toContainText('18 pictures');
  await page.keyboard.press('Control+z');
  await expect(kinds.getByRole('button', { name: 'Sounds' })).toHaveAttribute('aria-pressed', 'true');
  await expect(kinds.getByRole('button', { name: /^Images.*18.*loaded$/ })).toBeVisible();
  await expect(data).toContainText('Set up for sounds: the target is now nano-audio.');
  await playground.button('Undo', data).first().click();
  await expect(data).toContainText('18 pictures');
});

test('all of a class are selected, also those that are not shown; down walks a row', async ({ playground, page }) => {
  const many = Object.fromEntries(
    ['one', 'two'].flatMap((name, at) =>
      Array.from({ length: 70 }, (_, i) => [`set/${name}/${i}.png`, makePng(8, [40 + i, 90 * at, 80], i + 70 * at)]),
    ),
  );
  await playground.open();
  const { data } = playground;
  await playground.choose('Choose files', [zipFile('many.zip', await makeZip(many))]);
  await expect(data).toContainText('140 pictures');
  await playground.button(/^one/, data).click();
  await playground.button('Select', data).click();
  const thumbs = data.getByRole('toolbar', { name: 'Samples to select' }).getByRole('button');
  await expect(thumbs).toHaveCount(60);
  await expect(thumbs.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(thumbs.nth(1)).not.toBeFocused();
  await expect(data.locator('.th-s:focus')).toHaveCount(1);
  await playground.button('All 70', data).click();
  await expect(data).toContainText('70 selected, 10 of them not shown');
  await playground.button('Delete', data).click();
  await expect(data).toContainText('70 samples deleted.');
  await expect(playground.button('Undo change', data)).toBeFocused();
  // One class is left: the plan stays, with the reason and what to do.
  await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toBeDisabled();
  await expect(playground.train).toContainText('Undo the last change, or add files of another class.');
});

test('the viewer gives the focus to the sample that was seen last, also after deleting', async ({ playground, page }) => {
  await playground.open();
  const { data } = playground;
  await playground.choose('Choose files', await tiles());
  const strip = data.getByRole('toolbar', { name: /^red tiles/ }).getByRole('button');
  await strip.first().click();
  const viewer = page.getByRole('dialog');
  await expect(viewer).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(viewer).toContainText('3 of 6');
  await page.keyboard.press('Escape');
  await expect(strip.nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  await viewer.getByRole('button', { name: 'Delete' }).click();
  await expect(viewer).toContainText('of 5');
  await page.keyboard.press('Escape');
  await expect(strip.nth(2)).toBeFocused();
});

test('a folder of photos dropped where clips are set up is read as pictures', async ({ playground }, info) => {
  const folder = info.outputPath('photos');
  for (const name of ['cats', 'dogs']) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let i = 0; i < 6; i++) writeFileSync(join(folder, name, `${i}.png`), makePng(16, [40 + i, name.length, 80], i));
  }
  await playground.open();
  const { data } = playground;
  await data.getByRole('group', { name: 'Kind of data' }).getByRole('button', { name: 'Clips' }).click();
  await playground.choose('Choose folder', folder);
  await expect(data).toContainText('12 pictures');
  await expect(data).toContainText('2 classes');
});

test('frames that were taken for pictures are read as clips in one press, and the focus stays near', async ({ playground, page }, info) => {
  const folder = info.outputPath('frames');
  for (const name of ['wave', 'clap'])
    for (let clip = 1; clip <= 4; clip++) {
      mkdirSync(join(folder, name, `clip ${clip}`), { recursive: true });
      for (let at = 0; at < 8; at++)
        writeFileSync(join(folder, name, `clip ${clip}`, `00${at}.png`), makePng(16, [30 * at, 60 * clip, name.length], clip));
    }
  await playground.open();
  const { data } = playground;
  await playground.choose('Choose folder', folder);
  await expect(data).toContainText('64 pictures');
  await expect(data).toContainText('These could be the frames of clips.');
  expect(await violations(page)).toEqual([]);
  await playground.button('Read them as clips', data).press('Enter');
  await expect(data).toContainText('8 clips');
  const back = playground.button(/^Undo$/, data);
  await expect(back).toBeFocused();
  await back.press('Enter');
  await expect(data).toContainText('64 pictures');
  await expect(data.getByRole('group', { name: 'Kind of data' }).getByRole('button', { name: 'Images' })).toBeFocused();
});

test('the demo is of the kind that is set up, and a link with a target for another kind says so at once', async ({ playground, page }) => {
  await playground.open({ settings: 'v=1&mod=audio&target=nano-image' });
  const { train } = playground;
  await expect(train).toContainText('A sample of sounds, synthetic.');
  await expect(train).toContainText('The target nano-image is not made for sounds.');
  await expect(playground.button('Look at the target', train)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
