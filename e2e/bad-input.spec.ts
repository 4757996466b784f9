/** @file What people bring by accident: each gets a sentence, the rest loads, nothing on screen is lost. */
import { expect, test } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { badEntries, makePng, makeZip, tileEntries } from './pictures.ts';

test('bad files in a zip are named and the rest is used', async ({ playground }) => {
  await playground.open();
  const zip = await makeZip({ ...tileEntries(8), ...badEntries(), 'tiles/red tiles/inner.zip': await makeZip(tileEntries(1)) });
  await playground.choose('Choose files', [zipFile('tiles.zip', zip)]);
  await expect(playground.data).toContainText('grüne Kacheln');
  await expect(playground.data).toContainText('could not be read');
  await playground.data.getByText(/other files?$/).click();
  for (const name of ['cut short.png', 'notes.png', 'enormous.png', 'empty.png', 'inner.zip'])
    await expect(playground.data).toContainText(name);
  await expect(playground.data).toContainText('lonely');
});

test('files can be dropped; a drop that gives nothing leaves the data alone', async ({ playground }) => {
  await playground.open();
  await playground.drop([zipFile('tiles.zip', await makeZip(tileEntries(6)))]);
  await expect(playground.data).toContainText('3 classes');
  await playground.drop([{ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') }]);
  await expect(playground.data.getByText(/letter\.txt/).first()).toBeVisible();
  await expect(playground.data).toContainText('3 classes');
});

test('one class only cannot be trained, and the page says why', async ({ playground }) => {
  await playground.open();
  const one = Object.fromEntries([1, 2, 3, 4].map((i) => [`set/only/${i}.png`, makePng(16, [10, 80, 90], i)]));
  await playground.choose('Choose files', [zipFile('one.zip', await makeZip(one))]);
  await expect(playground.data).toContainText('Only one class was found');
  await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toHaveCount(0);
});

test('a garbage link opens with defaults and says what was left out', async ({ playground }) => {
  await playground.open({ settings: 'v=9&epochs=1e99&lr=fast&frob=%3Cscript%3E&target=%E0%A4%A&layers=all' });
  await expect(playground.banner.first()).toBeVisible();
  await expect(playground.page.getByRole('button', { name: 'Run the demo' }).first()).toBeEnabled();
});

test('a link with data that is elsewhere keeps its settings', async ({ playground }) => {
  await playground.open({ settings: 'v=1&data=own&epochs=2' });
  await expect(playground.data).toContainText('stayed on another computer');
  expect(playground.settings()).toContain('epochs=2');
});

test('an unknown backend in the address is named', async ({ playground }) => {
  await playground.open({ backend: 'quantum' });
  await expect(playground.banner.first()).toContainText('quantum');
});

test('a backend that this browser lacks is named with what to do', async ({ playground }) => {
  await playground.open({ backend: 'webgpu' });
  await expect(playground.banner.first()).toContainText('webgpu cannot be used here: the browser offers no WebGPU adapter');
  await expect(playground.banner.first()).toContainText('ask for wasm');
});
