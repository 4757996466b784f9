/** @file One drop with two kinds in it: the one that is set up is read, the other is named and one press away. */
import { expect, test } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makeZip, tileEntries } from './pictures.ts';
import { toneEntries } from './sounds.ts';

test('pictures with sounds beside them; sounds added to pictures are refused', async ({ playground }) => {
  await playground.open();
  const { data } = playground;
  await playground.choose('Choose files', [zipFile('both.zip', await makeZip({ ...tileEntries(6), ...toneEntries(4) }))]);
  await expect(data).toContainText('18 pictures');
  await playground.choose('Add files', [zipFile('tones.zip', await makeZip(toneEntries(3)))]);
  await expect(data).toContainText('These are 6 sounds');
  await expect(playground.button('Set up for sounds', data)).toBeVisible();
  await playground.button('Hide', data).first().click();
  await playground.button('Use the sounds instead', data).click();
  await expect(data).toContainText('8 sounds');
  await expect(data).toContainText('the target is now nano-audio');
});
