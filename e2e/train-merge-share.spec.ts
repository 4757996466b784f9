/** @file The main job without WebGPU: open a link, train both arms, merge, try a picture, share, come back. */
import { expect, test, violations } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makePng, makeZip, tileEntries } from './pictures.ts';

const SETTINGS = 'v=1&data=sample:textures&epochs=1&batch=16&pairs=1&limit=12';

test('a link is opened, trained, merged, tried and shared', async ({ playground, context, page }) => {
  test.setTimeout(300_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await playground.open({ settings: SETTINGS });
  await expect(playground.badge).toContainText('WASM');
  await expect(playground.data).toContainText('6 classes');
  await expect(playground.train).toContainText(/Needs about \d+ MB of memory\. The time is known after the first steps\./);

  await playground.trainAll();
  await expect(playground.train).toContainText('too early to say', { ignoreCase: true });

  await playground.button('Change settings', playground.train).click();
  await expect(page.locator('.btn.primary:visible')).toHaveText(['Merge']);
  await expect(playground.train).toContainText(/of memory and (\d+ min )?\d+ s, measured on this machine/);
  await playground.button('Back to results', playground.train).click();
  await playground.button('Merge', playground.tryIt).click();
  const table = playground.tryIt.getByRole('table');
  await expect(table.getByRole('row', { name: /Latency/ })).toContainText('–', { timeout: 60_000 });
  const parameters = await table
    .getByRole('row', { name: /Parameters/ })
    .getByRole('cell')
    .allTextContents();
  expect(parameters[0]).toBe(parameters[2]);
  await expect(playground.tryIt).toContainText('same answers as the two branches');

  await playground.choose(
    'Choose file',
    [{ name: 'new.png', mimeType: 'image/png', buffer: makePng(48, [90, 120, 60], 3) }],
    playground.tryIt,
  );
  await expect(playground.tryIt).toContainText('48 × 48 px');
  await expect(playground.tryIt).toContainText('%');

  expect(await violations(page)).toEqual([]);

  const download = page.waitForEvent('download');
  await playground.button('Download Merged model', playground.tryIt).click();
  expect((await download).suggestedFilename()).toMatch(/-merged\.zip$/);

  await playground.button('Change settings', playground.train).click();
  await playground.field('Epochs').fill('2');
  await playground.button('Share').first().click();
  await expect.poll(copied).toContain('epochs=2');
  await playground.button('Copy share link', playground.tryIt).click();
  await expect.poll(copied).not.toContain('epochs=2');
  const link = await copied();
  expect(new URL(link).hash).toBe(`#${SETTINGS}`);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(playground.data).toContainText('6 classes');
  await expect(playground.button('Train 2 runs', playground.train)).toBeEnabled();
});

test('on a phone the dock says why nothing can be trained, and opens the list that helps', async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open({ backend: 'wasm', settings: 'v=1&data=sample:textures&target=nano-audio' });
  const dock = page.getByRole('region', { name: 'Next action' });
  await expect(dock).toContainText('The target nano-audio is not made for images.');
  await expect(playground.button('Train', dock)).toHaveCount(0);
  await playground.button('Look at the target', dock).click();
  await expect(page.getByRole('dialog', { name: /target/i })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('pause, step, resume and stop', async ({ playground }) => {
  test.setTimeout(240_000);
  await playground.open({ settings: 'v=1&data=sample:textures&epochs=50&batch=8&pairs=1&limit=12' });
  await playground.button('Train 2 runs', playground.train).click();
  await playground.button('Pause', playground.train).click({ timeout: 60_000 });
  await expect(playground.button('Resume', playground.train)).toBeVisible();
  const before = await playground.train
    .getByText(/^step \d+ of \d+/)
    .first()
    .textContent();
  await playground.button('Step', playground.train).click();
  await expect(playground.train.getByText(/^step \d+ of \d+/).first()).not.toHaveText(before ?? '');
  await playground.button('Resume', playground.train).click();
  await playground.button('Stop', playground.train).click();
  await playground.finished();
  await expect(playground.train).toContainText('stopped');
});

test('the demo starts with one press', async ({ playground }) => {
  await playground.open();
  await playground.button('Run the demo', playground.train).click();
  await expect(playground.train).toContainText('Run 1 of 6', { timeout: 60_000 });
  await playground.button('Stop', playground.train).click();
  await playground.finished();
});

test('seeds that are added and stopped leave the first pair to merge', async ({ playground, page }) => {
  await playground.open({ backend: 'wasm', settings: 'v=1&epochs=100&batch=8&pairs=1' });
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(12)))]);
  await playground.openModel('Target', 'test/fixtures/models/micro-image');
  await playground.openModel('Auxiliary', 'test/fixtures/models/micro-audio');
  await playground.trainAll();
  await playground.button('Add 2 seeds', playground.train).click();
  await expect(playground.train).toContainText('Run 3 of 6');
  // The address is locked meanwhile, and says so.
  await page.evaluate(() => {
    window.location.hash = 'v=1&epochs=7';
  });
  await expect(playground.banner.first()).toContainText('locked while runs are in progress');
  expect(playground.settings()).toContain('epochs=100');
  await playground.button('Stop', playground.train).click();
  await playground.finished();
  await expect(playground.train.getByRole('table').first()).toContainText(/stopped at step [1-9]/);
  await playground.button('Merge', playground.tryIt).click();
  await expect(playground.tryIt).toContainText('same answers as the two branches', { timeout: 60_000 });
});

test('the page answers within 100 ms while it trains', async ({ playground }) => {
  await playground.open({ backend: 'wasm', settings: 'v=1&epochs=1000&batch=8&pairs=1' });
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(12)))]);
  await playground.openModel('Target', 'test/fixtures/models/micro-image');
  await playground.openModel('Auxiliary', 'test/fixtures/models/micro-audio');
  await playground.button('Train 2 runs', playground.train).click();
  const step = playground.train.getByText(/^step \d+ of \d+/).first();
  await expect(step).toBeVisible({ timeout: 60_000 });
  const before = await step.textContent();
  const times = (await playground.answerTimes(10)).sort((a, b) => a - b);
  const median = ((times[4] ?? 0) + (times[5] ?? 0)) / 2;
  console.log(
    `input answered while training on WASM: median ${median.toFixed(0)} ms, longest ${times.at(-1)?.toFixed(0)} ms, n=${times.length}`,
  );
  await expect(step).not.toHaveText(before ?? '');
  await expect(playground.button('Pause', playground.train)).toBeEnabled();
  expect(times).toHaveLength(10);
  expect(median).toBeLessThanOrEqual(100);
  await playground.button('Stop', playground.train).click();
  await playground.finished();
});
