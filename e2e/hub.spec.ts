/**
 * @file Models of Hugging Face on the page, against a fake Hub: looked up, downloaded with progress, chosen, found again after
 * a reload, deleted; and every way in which it can fail, with nothing lost.
 */
import type { Page } from '@playwright/test';
import { fixtureRepo, hubAnswer, WEIGHTS } from '../test/fake-hub.ts';
import { expect, test, violations } from './journey.ts';
import { deleteModel, fakeHub, LONG, lookUp, openList, REPO, tooWide } from './pages/hub.ts';
import { Playground } from './pages/playground.ts';

const sound = fixtureRepo('micro-image');
const bytes = sound.files[WEIGHTS] as Uint8Array<ArrayBuffer>;
const half = bytes.length >> 1;

const weightsAsked = (asked: string[]) => asked.filter((one) => one.endsWith(WEIGHTS));
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

test('look up, download with progress, choose, find it again after a reload, delete', async ({ playground, page, context }) => {
  const { open, opened } = gate();
  const asked = await fakeHub(context, { [REPO]: sound }, async (route, range) => {
    if (range?.startsWith('bytes=0-')) return false; // the header
    if (range) {
      await opened;
      return false;
    }
    // A connection that ends early: the download goes on from there.
    await route.fulfill({
      status: 200,
      headers: { ...hubAnswer({ [REPO]: sound }, route.request().url(), null).headers, 'content-length': String(bytes.length) },
      body: Buffer.from(bytes.slice(0, half)),
    });
    return true;
  });
  await playground.open({ settings: 'v=1&data=sample:textures&aux=none' });
  const dialog = await openList(playground);
  expect(asked).toEqual([]);
  await lookUp(dialog);
  const card = dialog.getByRole('article', { name: REPO });
  await expect(card).toContainText('width 32, 2 blocks, 4 heads');
  await expect(card).toContainText('Apache-2.0');
  await expect(card).toContainText('training needs about');
  await expect(card).toContainText('Fits as a target');
  expect(weightsAsked(asked)).toEqual([]);
  expect(await violations(page)).toEqual([]);

  const before = await card.boundingBox();
  await card.getByRole('button', { name: /^Download/ }).click();
  await expect(card).toContainText('52 kB of 0.1 MB');
  const { length } = await dialog.locator('.card').all();
  await expect(card.getByRole('progressbar', { name: 'Downloaded' })).toHaveAttribute('max', String(bytes.length));
  expect((await card.boundingBox())?.height).toBe(before?.height);
  expect(await violations(page)).toEqual([]);
  open();
  await expect(card.getByRole('button', { name: 'Use as target' })).toBeVisible();
  // The new card comes at the next opening: nothing moves under the pointer.
  expect(await card.boundingBox()).toEqual(before);
  await expect(dialog.locator('.card')).toHaveCount(length);
  await card.getByRole('button', { name: 'Use as target' }).click();
  await expect(dialog).toBeHidden();
  await expect(playground.button(/^Target.*micro-image/, playground.train)).toBeVisible();
  await expect.poll(() => playground.settings()).toContain(`target=hf:${REPO}%40main`);

  const count = asked.length;
  await page.reload();
  await expect(playground.button(/^Target.*micro-image/, playground.train)).toBeVisible();
  await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toBeEnabled();
  const again = await openList(playground);
  await expect(again).toContainText('0.1 MB of');
  await deleteModel(again);
  await expect(again).toContainText('No downloaded models are kept');
  await page.keyboard.press('Escape');
  await expect(playground.train).toContainText(`The target, ${REPO}, is no longer on this computer. Nothing is requested`);
  expect(asked).toHaveLength(count);
});

test('a downloaded model trains', async ({ playground, context }) => {
  await fakeHub(context, { [REPO]: sound, 'tests/micro-audio': fixtureRepo('micro-audio') });
  await playground.open({ backend: 'wasm', settings: 'v=1&data=sample:textures&aux=none&epochs=1&pairs=1&limit=4&batch=8' });
  const dialog = await openList(playground);
  await lookUp(dialog);
  await dialog.getByRole('button', { name: /^Download/ }).click();
  await dialog.getByRole('button', { name: 'Use as target' }).click();
  const other = await openList(playground, 'Auxiliary');
  await lookUp(other, 'https://huggingface.co/tests/micro-audio/tree/main');
  await expect(other).toContainText('Fits the target micro-image');
  await other.getByRole('button', { name: /^Download/ }).click();
  await other.getByRole('button', { name: 'Use as auxiliary' }).click();
  await playground.trainAll();
});

test('a link that names a model asks before any request', async ({ playground, page, context }) => {
  const asked = await fakeHub(context, { [REPO]: sound });
  await playground.open({ settings: `v=1&data=sample:textures&aux=none&target=hf:${REPO}%40main` });
  await expect(playground.train).toContainText(`These settings use ${REPO} of Hugging Face as the target`);
  await expect(playground.train).toContainText('is not on this computer yet');
  await playground.button('Look at the target', playground.train).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Nothing has been requested yet')).toBeInViewport();
  await expect(dialog.getByRole('button', { name: 'Look up' })).toBeFocused();
  await expect(dialog.getByLabel('Model', { exact: true })).toHaveValue(REPO);
  await page.waitForTimeout(500);
  expect(asked).toEqual([]);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  await dialog.getByRole('button', { name: /^Download/ }).click();
  await expect(dialog.getByLabel('Model', { exact: true })).toHaveValue(REPO);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  await expect(playground.button(/^Target/, playground.train)).toBeFocused();
  await expect(playground.train).not.toContainText('is not on this computer yet');
  await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toBeEnabled();
});

test('cancel keeps what came, and Download goes on from there', async ({ playground, context }) => {
  const { open, opened } = gate();
  let isFirst = true;
  const asked = await fakeHub(context, { [REPO]: sound }, async (route, range) => {
    if (range?.startsWith('bytes=0-')) return false;
    if (range && isFirst) {
      await opened;
      return false;
    }
    if (range) return false;
    await route.fulfill({
      status: 200,
      headers: { ...hubAnswer({ [REPO]: sound }, route.request().url(), null).headers, 'content-length': String(bytes.length) },
      body: Buffer.from(bytes.slice(0, half)),
    });
    return true;
  });
  await playground.open();
  const dialog = await openList(playground);
  await lookUp(dialog);
  await dialog.getByRole('button', { name: /^Download/ }).click();
  await expect(dialog).toContainText('52 kB of 0.1 MB');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('article')).toContainText('Cancelled at 52 kB, kept for a day.');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await expect(dialog).toContainText('No downloaded models are kept');
  isFirst = false;
  open();
  await dialog.getByRole('button', { name: 'Go on (52 kB left)' }).click();
  await expect(dialog.getByRole('button', { name: 'Use as target' })).toBeEnabled();
  expect(asked.at(-1)).toContain(`bytes=${half}-`);
  expect(asked.filter((one) => one.endsWith(WEIGHTS))).toHaveLength(1);
});

/** A page on which answers like 404 may reach the console; everything else may not. */
async function tolerant(page: Page): Promise<{ playground: Playground; complaints: string[] }> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  return { playground: new Playground(page), complaints };
}

test('bytes with another hash are thrown away', async ({ page, context }) => {
  const { playground, complaints } = await tolerant(page);
  await fakeHub(context, { [REPO]: { ...sound, statedHash: 'f'.repeat(64) } });
  await playground.open();
  const dialog = await openList(playground);
  await lookUp(dialog);
  await dialog.getByRole('button', { name: /^Download/ }).click();
  await expect(dialog.getByRole('alert')).toContainText('is damaged');
  await expect(dialog).toContainText('No downloaded models are kept');
  await expect(dialog.getByRole('button', { name: /^Download/ })).toBeEnabled();
  await expect(dialog.getByRole('button', { name: /nano-image/ })).toBeEnabled();
  expect(complaints).toEqual([]);
});

test('what cannot be used is refused with a reason, and the list stays', async ({ page, context }) => {
  const { playground, complaints } = await tolerant(page);
  const config = sound.files['config.json'] as Uint8Array<ArrayBuffer>;
  await fakeHub(context, {
    'tests/gated': { ...sound, gated: true },
    'tests/pickle': { files: { 'config.json': config, 'pytorch_model.bin': bytes } },
    'tests/llama': { files: { [WEIGHTS]: bytes, 'config.json': Uint8Array.from(Buffer.from('{"model_type":"llama"}')) } },
    'tests/text': {
      files: { 'config.json': config, [WEIGHTS]: Uint8Array.from(Buffer.from('version https://git-lfs.github.com/spec/v1\n')) },
    },
  });
  await context.route('https://huggingface.co/api/models/tests/portal/**', (route) =>
    route.fulfill({
      status: 200,
      headers: { 'content-type': 'text/html', 'access-control-allow-origin': '*' },
      body: '<html>Sign in</html>',
    }),
  );
  await context.route('https://huggingface.co/api/models/tests/nocors/**', (route) => route.abort());
  await playground.open();
  const dialog = await openList(playground);
  const cases: [name: string, words: string][] = [
    ['tests/missing', 'does not exist on Hugging Face'],
    ['tests/gated', 'not open to everyone'],
    ['tests/pickle', 'a Python pickle'],
    ['tests/llama', '“llama”'],
    ['tests/text', 'git-lfs pointer'],
    ['tests/portal', 'web page instead of a file'],
    ['tests/nocors', 'that does not exist can look like this too'],
    ['https://evil.example/a/b', 'is not huggingface.co'],
    ['only-a-name', 'owner/name'],
  ];
  for (const [name, words] of cases) {
    await lookUp(dialog, name);
    await expect(dialog.getByRole('alert')).toContainText(words);
    await expect(dialog.getByRole('article')).toHaveCount(0);
  }
  expect(await violations(page)).toEqual([]);
  await expect(dialog.getByRole('button', { name: /nano-image/ })).toBeEnabled();
  expect(complaints).toEqual([]);
});

test('without room in the browser the model is kept in memory, with numbers, and works', async ({ playground, page, context }) => {
  await fakeHub(context, { [REPO]: sound });
  await playground.open({ settings: 'v=1&data=sample:textures&aux=none' });
  const session = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  // The records of the sample lie in the same storage: little more than they take is left.
  await expect(playground.data).toContainText('Data report');
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: used + 60_000 });
  const dialog = await openList(playground);
  await lookUp(dialog);
  await dialog.getByRole('button', { name: /^Download/ }).click();
  await expect(dialog.getByRole('article')).toContainText(
    /Kept in memory only: the browser's storage is full, it took \d+ kB of this model; it states .+ used/,
  );
  await expect(dialog).toContainText('No downloaded models are kept');
  const meter = dialog.getByRole('region', { name: 'Storage' });
  await expect(meter).toContainText('0.1 MB in memory until the page is closed');
  await expect(meter.getByRole('listitem')).toContainText('in memory only');
  await dialog.getByRole('button', { name: 'Use as target' }).click();
  await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toBeEnabled();
  const again = await openList(playground);
  await deleteModel(again);
  await expect(again.getByRole('region', { name: 'Storage' })).not.toContainText('in memory');
});

test('a long name widens neither a phone nor the diagram', async ({ playground, page, context }) => {
  const longer = `long-research-organisation/${LONG.replace('timm/', '')}_distilled_for_tests`;
  await fakeHub(context, { [LONG]: sound, [longer]: sound });
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open({ settings: `v=1&data=sample:textures&target=hf:${LONG}@main` });
  await expect(playground.train).toContainText('Nothing is requested there');
  expect(await tooWide(page)).toEqual([]);
  await playground.button('Look at the target', playground.train).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Look up' }).click();
  const card = dialog.getByRole('article', { name: LONG });
  await expect(card).toContainText('The auxiliary nano-audio does not fit it (128 wide, needs 32; 6 blocks, needs 2).');
  expect(await tooWide(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^Download/ }).click();
  await expect(card.getByRole('button', { name: 'Done' })).toBeInViewport({ ratio: 1 });
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
  expect(await tooWide(page)).toEqual([]);
  await card.getByRole('button', { name: 'Done' }).click();
  // The misfit is said beside Train and in the diagram, and the name stands in the other list too.
  await expect(playground.train).toContainText('nano-audio does not fit');
  expect(await tooWide(page)).toEqual([]);
  const other = await openList(playground, 'Auxiliary');
  await expect(other.getByRole('button', { name: new RegExp(LONG) })).toBeVisible();
  expect(await tooWide(page)).toEqual([]);
  await lookUp(other, `a/${'x'.repeat(130)}`);
  await expect(other.getByRole('alert')).toContainText('it has 132 letters, at most 96 are allowed');
  expect(await tooWide(page)).toEqual([]);
  await lookUp(other, longer);
  await expect(other.getByRole('article')).toContainText('Fits the target');
  await other.getByRole('button', { name: /^Download/ }).click();
  await other.getByRole('button', { name: 'Use as auxiliary' }).click();
  expect(await tooWide(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await playground.open({ settings: `v=1&data=sample:textures&target=hf:${longer}@main` });
  const why = playground.train.locator('.no-aux');
  await expect(why).toContainText('does not fit');
  expect(await why.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  expect(await tooWide(page)).toEqual([]);
});
