/**
 * @file Data from a public address on the page, against hosts made for it: a file with progress, a break and its resume, a
 * dataset with a preview, cancel, a link that asks first, and a plain word for everything that cannot work.
 */
import { readFileSync } from 'node:fs';
import type { FakeDataset } from '../test/fake-datasets.ts';
import { expect, test, violations } from './journey.ts';
import { addressPart, askFor, CORS, cut, fakeDatasets, fakeHost, HOST } from './pages/address.ts';
import { tooWide } from './pages/hub.ts';
import { Playground } from './pages/playground.ts';
import { makeZip, tileEntries } from './pictures.ts';

const ADDRESS = `${HOST}/tiles.zip`;
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

test('a zip comes with progress, goes on after a break, and is read like a dropped one', async ({ playground, page, context }) => {
  const zip = await makeZip(tileEntries(12));
  const half = zip.length >> 1;
  const { open, opened } = gate();
  const asked = await fakeHost(context, { '/tiles.zip': zip }, async (route, _, range) => {
    if (range) {
      await opened;
      return false;
    }
    await cut(route, zip, half);
    return true;
  });
  await playground.open();
  const part = addressPart(playground);
  expect(asked).toEqual([]);
  // By keyboard: the field, then Enter.
  await part.getByLabel('Address of the data').fill(ADDRESS);
  await page.keyboard.press('Enter');
  await expect(part).toContainText(/\d+ kB of \d+ kB/);
  await expect(part.getByRole('progressbar', { name: 'Downloaded' })).toHaveAttribute('max', String(zip.length));
  await expect(part.getByRole('button', { name: 'Cancel' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  open();
  await expect(playground.data).toContainText('3 classes');
  await expect(playground.data).toContainText('from an address');
  expect(asked).toEqual(['/tiles.zip', `/tiles.zip bytes=${half - 4096}-`]);
  await expect.poll(() => playground.settings()).toContain('data=https');
  await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toBeEnabled();
});

test('a dataset of Hugging Face says what it takes before it is downloaded; folders are classes', async ({ playground, page, context }) => {
  const entries = Object.entries(tileEntries(8)) as [string, Uint8Array][];
  const files = Object.fromEntries(
    entries.flatMap(([path, bytes]) => [
      [`train/${path}`, Uint8Array.from(bytes)],
      [`test/${path}`, Uint8Array.from(bytes)],
    ]),
  );
  const dataset: FakeDataset = { revisions: { main: { 'README.md': Uint8Array.of(65), ...files } } };
  const asked = await fakeDatasets(context, { 'tests/tiles': dataset });
  await playground.open();
  const part = addressPart(playground);
  await askFor(part, 'datasets/tests/tiles');
  await expect(part).toContainText(`${entries.length} files, train split`);
  await expect(part).toContainText('Not taken: test');
  expect(asked.filter((one) => one.includes('/resolve/'))).toEqual([]);
  // The answer takes the focus of the button that it came from.
  const button = part.getByRole('button', { name: /^Download/ });
  await expect(button).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
  await button.click();
  await expect(playground.data).toContainText('3 classes');
  await expect(playground.data).toContainText(`${entries.length} pictures`);
  expect(asked.filter((one) => one.includes('/resolve/'))).toHaveLength(entries.length);
});

test('a dataset of scripts comes from the copy in parquet that the Hub keeps', async ({ playground, context }) => {
  const shard = Uint8Array.from(readFileSync(new URL('../test/fixtures/containers/snappy.parquet', import.meta.url)));
  const dataset: FakeDataset = {
    revisions: {
      main: { 'pets.py': Uint8Array.of(65), 'pets.jsonl': Uint8Array.of(65) },
      'refs/convert/parquet': { 'default/train/0000.parquet': shard, 'default/test/0000.parquet': shard },
    },
  };
  const asked = await fakeDatasets(context, { 'tests/pets': dataset });
  await playground.open();
  const part = addressPart(playground);
  await askFor(part, 'https://huggingface.co/datasets/tests/pets');
  await expect(part).toContainText('1 parquet file, train split');
  await expect(part).toContainText('From the copy in parquet');
  await part.getByRole('button', { name: /^Download/ }).click();
  await expect(playground.data).toContainText('12 pictures');
  await expect(playground.data).toContainText('tests/pets');
  expect(asked.filter((one) => one.includes('/resolve/'))).toHaveLength(1);
});

test('cancel answers at once and keeps what came; other data takes its place', async ({ playground, page, context }) => {
  const zip = await makeZip(tileEntries(12));
  let isHeld = true;
  const asked = await fakeHost(context, { '/tiles.zip': zip }, async (route, _, range) => {
    if (!isHeld) return false;
    if (range) return new Promise(() => {});
    await cut(route, zip, zip.length >> 1);
    return true;
  });
  await playground.open();
  const part = addressPart(playground);
  await askFor(part, ADDRESS);
  await expect(part).toContainText(/[1-9]\d* kB of/);
  const times = await page.evaluateHandle(() => {
    const seen = { pressed: 0, gone: 0 };
    document.addEventListener('click', (event) => {
      seen.pressed = event.timeStamp;
    });
    new MutationObserver(() => {
      if (seen.pressed && !seen.gone && !document.querySelector('.address-bar')) seen.gone = performance.now();
    }).observe(document.body, { childList: true, subtree: true });
    return seen;
  });
  await part.getByRole('button', { name: 'Cancel' }).click();
  await expect(part).toContainText('Cancelled at');
  const { pressed, gone } = await times.jsonValue();
  expect(gone - pressed).toBeLessThan(300);
  await expect(part.getByRole('alert')).toHaveCount(0);
  isHeld = false;
  await part.getByRole('button', { name: 'Go on' }).click();
  await expect(playground.data).toContainText('3 classes');
  expect(asked.at(-1)).toContain('bytes=');
});

test('a link that names an address asks first, then says name and size, then loads', async ({ playground, context }) => {
  const zip = await makeZip(tileEntries(8));
  const asked = await fakeHost(context, { '/tiles.zip': zip });
  await playground.open({ settings: `v=1&epochs=2&data=${encodeURIComponent(ADDRESS)}` });
  await expect(playground.data).toContainText('This link was made with “tiles.zip” at data.example. Nothing is requested there');
  await playground.page.waitForTimeout(300);
  expect(asked).toEqual([]);
  await playground.button('Look at data.example', playground.data).click();
  const button = playground.button(/^Download \d+ kB$/, playground.data);
  await expect(button).toBeVisible();
  await expect(playground.data).toContainText(/\d+ kB at data\.example/);
  expect(await violations(playground.page)).toEqual([]);
  await button.click();
  await expect(playground.data).toContainText('3 classes');
  await expect(playground.data).not.toContainText('This link was made');
  expect(playground.settings()).toContain('epochs=2');
});

test('what cannot work is said in plain words, and the column stays as it was', async ({ page, context }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const playground = new Playground(page);
  const asked = await fakeHost(context, {}, async (route, path) => {
    if (path === '/page')
      await route.fulfill({ status: 200, headers: { ...CORS, 'content-type': 'text/html' }, body: '<!doctype html><p>Hi' });
    else if (path === '/nocors.zip')
      await route.fulfill({ status: 200, headers: { 'access-control-allow-origin': 'https://its-own.example' }, body: 'PK' });
    else if (path === '/private.zip') await route.fulfill({ status: 403, headers: CORS, body: 'no' });
    else if (path === '/away.zip') await route.abort();
    else return false;
    return true;
  });
  await fakeDatasets(context, { 'tests/gated': { revisions: { main: {} }, gated: true }, 'tests/empty': { revisions: { main: {} } } });
  await playground.open();
  const part = addressPart(playground);
  const cases: [text: string, words: string][] = [
    [`${HOST}/none.zip`, 'is not on the server'],
    [`${HOST}/page`, 'is a web page, not a file'],
    [`${HOST}/private.zip`, 'does not give'],
    [`${HOST}/nocors.zip`, 'does not let other web pages read its files'],
    [`${HOST}/away.zip`, 'The browser does not say which'],
    ['http://data.example/tiles.zip', 'plain http'],
    ['https://drive.google.com/file/d/1/view', 'a share link of Google Drive'],
    ['nonsense', 'is not an address'],
    ['datasets/tests/missing', 'does not exist among the datasets'],
    ['datasets/tests/gated', 'not open to everyone'],
    ['datasets/tests/empty', 'holds no file that can be used'],
  ];
  for (const [text, words] of cases) {
    await askFor(part, text);
    await expect(part.getByRole('alert')).toContainText(words);
    await expect(part.getByRole('button', { name: 'Load' })).toBeEnabled();
  }
  expect(await violations(page)).toEqual([]);
  expect(asked.length).toBeLessThan(12);
  await expect(playground.data).toContainText('nothing loaded');
  expect(complaints).toEqual([]);
});
