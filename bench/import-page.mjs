/**
 * @file Measures import on the built page, as someone sees it who drops 10,000 pictures in one zip, and prints it: when they are listed,
 * when the first thumbnails and when all are there, and the largest heap of the page. Bars: 1 s, 2 s, 60 s on two cores, 300 MB.
 *
 *   node bench/import-page.mjs
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBuild } from '../scripts/ensure-build.mjs';
import { CHROMIUM_FLAGS, ensureChromium } from '../scripts/find-chromium.mjs';
import { holdBuild } from '../scripts/hold-build.mjs';
import { serve } from '../scripts/serve.mjs';
import { manyPictures } from './many-pictures.mjs';

const COUNT = 10_000;
const zip = await manyPictures(COUNT);
const server = await serve({ folder: holdBuild(await ensureBuild()), port: 0 });
// An ordinary window: in a private one the browser keeps files in memory.
const profile = mkdtempSync(join(tmpdir(), 'bench-'));
// From disk: a file that a test program makes up passes through the page's heap.
const file = join(profile, 'many.zip');
writeFileSync(file, zip);
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: ensureChromium(() => {}),
  args: [...CHROMIUM_FLAGS, '--enable-precise-memory-info'],
});
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.url);
  await page
    .getByText(/WebGPU|WebGL|WASM|CPU/)
    .first()
    .waitFor();
  await page.waitForTimeout(3000); // the engine's self-test is over
  await page.evaluate(watch, COUNT);
  await page.getByLabel('Choose files').setInputFiles(file);
  await page.getByRole('heading', { name: /Data report/ }).waitFor({ timeout: 300_000 });
  const seen = await page.evaluate(() => globalThis.seen);
  console.log(`${COUNT} pictures, ${(zip.length / 1e6).toFixed(1)} MB, on the built page`);
  for (const [what, value] of Object.entries(seen)) console.log(`  ${what}: ${value}`);
} finally {
  await browser.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}

/** Runs in the page: notes when things are first seen, from the moment a file is given. */
function watch(count) {
  const seen = {};
  globalThis.seen = seen;
  let from;
  let heap = 0;
  const input = document.querySelectorAll('input[type=file]')[1];
  input.addEventListener('change', () => {
    from = performance.now();
  });
  const note = (what) => {
    seen[what] ??= `${((performance.now() - from) / 1000).toFixed(2)} s`;
  };
  setInterval(() => {
    if (from === undefined || seen.all) return;
    const text = document.body.textContent;
    if (text.includes(count.toLocaleString('en'))) note('listed');
    if (document.querySelector('canvas.th, .th canvas')) note('first thumbnails');
    if (text.includes('Data report')) note('all');
    heap = Math.max(heap, performance.memory.usedJSHeapSize);
    seen['largest heap of the page'] = `${Math.round(heap / 1e6)} MB`;
  }, 50);
}
