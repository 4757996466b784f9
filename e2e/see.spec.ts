/**
 * @file Seeing the data: thumbnails of every modality open a viewer by keyboard, which plays, turns and scrubs them, also without
 * WebGL, on a phone, and for assistive technology.
 */
import type { Page } from '@playwright/test';
import { bytesOf, wav } from '../src/core/data/audio/test-wav.ts';
import { expect, test, violations } from './journey.ts';
import { type Playground, zipFile } from './pages/playground.ts';
import { makeZip } from './pictures.ts';

/** Loads a sample set and opens the second sample of its first class with the keyboard. */
async function openSecond(playground: Playground, set: string) {
  const { page } = playground;
  await playground.open({ settings: `v=1&data=sample:${set}` });
  const row = playground.data.getByRole('toolbar').first();
  await expect(row).toBeVisible({ timeout: 60_000 });
  const [first, second] = [row.getByRole('button').nth(0), row.getByRole('button').nth(1)];
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await expect(second).toBeFocused();
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog');
  await expect(viewer.getByRole('heading')).toBeFocused();
  return { viewer, second };
}

/** Three seconds of silence with a burst of noise at 1.5 s: two classes of four. */
function knocks(): Record<string, Uint8Array> {
  const entries: Record<string, Uint8Array> = {};
  for (let at = 0; at < 8; at++) {
    const samples = Int16Array.from({ length: 48_000 }, (_, t) => (t > 24_000 && t < 36_000 ? 9000 * Math.sin(t * t * (at + 1)) : 0));
    entries[`${at % 2 ? 'soft' : 'hard'}/${at}.wav`] = wav({ data: bytesOf(samples) });
  }
  return entries;
}

/** Colours in the middle of a canvas or picture, as text. */
async function look(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().screenshot()).toString('base64');
}

for (const [set, words] of [
  ['textures', /64 × 64 px/],
  ['calls', /64 bands × 64 frames/],
  ['things', /1,024 points/],
  ['motions', /8 frames of 64 × 64 px/],
] as const)
  test(`${set}: a viewer by keyboard, its neighbours, and back`, async ({ playground, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: set === 'calls' ? 'dark' : 'light' });
    const { viewer, second } = await openSecond(playground, set);
    await expect(viewer).toContainText('What the model gets');
    await expect(viewer).toContainText(words);
    await expect(viewer).toContainText(/(training|validation|test) part/);
    await expect(viewer.getByText('Reading')).toHaveCount(0);
    expect(await violations(page)).toEqual([]);
    const name = await viewer.getByRole('heading').textContent();
    await page.keyboard.press('ArrowRight');
    await expect(viewer.getByRole('heading')).not.toHaveText(name ?? '');
    await expect(viewer).toContainText(/3 of \d+/);
    await page.keyboard.press('ArrowLeft');
    await expect(viewer.getByRole('heading')).toHaveText(name ?? '');
    await page.keyboard.press('Escape');
    await expect(viewer).toBeHidden();
    await expect(second).toBeFocused();
  });

test('the file beside what the model gets', async ({ playground }) => {
  const { viewer } = await openSecond(playground, 'textures');
  const picture = viewer.getByRole('img', { name: 'The file as it is' });
  await expect.poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
});

test('a sound plays, pauses and is scrubbed', async ({ playground, page }) => {
  const { viewer } = await openSecond(playground, 'calls');
  const position = viewer.getByRole('slider', { name: 'Position in the sound' });
  await expect(position).toHaveAttribute('aria-valuetext', /^0\.00 s of \d/);
  await expect(viewer.getByRole('img', { name: /Swing of the sound, at most \d+ % of full scale/ })).toBeVisible();
  await viewer.getByRole('button', { name: 'Play', exact: true }).press('Enter');
  await expect(position).not.toHaveAttribute('aria-valuetext', /^0\.00 s/);
  await viewer.getByRole('button', { name: 'Pause' }).press('Enter');
  const length = await position.evaluate((element: HTMLInputElement) => Number(element.max));
  await position.focus();
  await position.fill('0');
  await page.keyboard.press('ArrowRight');
  expect(await position.evaluate((element: HTMLInputElement) => element.valueAsNumber)).toBeCloseTo(length / 50, 2);
  await expect(viewer).toContainText(/2 of \d+/); // the arrow moved the sound, not the viewer
});

test('of a long sound the used part is marked and played alone', async ({ playground }) => {
  await playground.open();
  await playground.choose('Choose files', [zipFile('knocks.zip', await makeZip(knocks()))]);
  const row = playground.data.getByRole('toolbar').first();
  await row.getByRole('button').first().click({ timeout: 60_000 });
  const viewer = playground.page.getByRole('dialog');
  await expect(viewer).toContainText(/1\.00 s from 1\.\d\d s/);
  await expect(viewer.locator('.used')).toBeVisible();
  const position = viewer.getByRole('slider', { name: 'Position in the sound' });
  const used = viewer.getByRole('button', { name: 'Play the used 1.00 s' });
  await used.click();
  await expect(position).toHaveAttribute('aria-valuetext', /^[12]\.\d\d s of 3\.00 s/);
  await expect(viewer.getByRole('button', { name: 'Play', exact: true })).toBeVisible(); // it ended by itself
  await expect(position).toHaveAttribute('aria-valuetext', /^1\.\d\d s of 3\.00 s/);
});

test('a point cloud turns and comes nearer by keys', async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { viewer } = await openSecond(playground, 'things');
  const stage = viewer.getByRole('application', { name: /1,024 points, .* Arrow keys turn it/ });
  await expect(stage.locator('canvas')).toBeVisible();
  await expect(viewer).not.toContainText('without WebGL');
  await stage.focus();
  for (const keys of [
    ['ArrowLeft', 'ArrowLeft'],
    ['ArrowDown', 'ArrowDown'],
    ['+', '+'],
  ]) {
    const before = await look(page, '.stage');
    for (const key of keys) await page.keyboard.press(key);
    await expect.poll(() => look(page, '.stage')).not.toBe(before);
  }
  await expect(viewer).toContainText(/2 of \d+/);
});

test('a point cloud without WebGL', async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : Reflect.apply(original, this, [kind, ...rest]);
    } as typeof original;
  });
  const { viewer } = await openSecond(playground, 'things');
  await expect(viewer).toContainText('drawn without WebGL');
  const before = await look(page, '.stage');
  const box = await viewer.getByRole('application').boundingBox();
  if (!box) throw new Error('no stage');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => look(page, '.stage')).not.toBe(before);
});

test('a clip stands still under reduced motion, and is scrubbed', async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { viewer } = await openSecond(playground, 'motions');
  const frame = viewer.getByRole('slider', { name: 'Frame' });
  await expect(frame).toHaveAttribute('aria-valuetext', /^Frame 1 of 8/);
  const before = await look(page, '.viewer .cells');
  await frame.focus();
  await page.keyboard.press('End');
  await expect(frame).toHaveAttribute('aria-valuetext', /^Frame 8 of 8/);
  expect(await look(page, '.viewer .cells')).not.toBe(before);
});

test('on a phone nothing is wider than the screen', async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { viewer } = await openSecond(playground, 'calls');
  await expect(viewer.getByRole('slider')).toBeVisible();
  const widths = await viewer.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  await expect(viewer.getByRole('button', { name: 'Next sample' })).toBeInViewport();
});
