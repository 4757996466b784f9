/**
 * @file Measures import in a headless Chromium and prints it: 10,000 pictures in a zip of about 16 MB, the 60,000 pictures of an IDX
 * file as MNIST has, cancelling half-way, and how long training waits for 32 stored records. Bars of the plan: listed ≤ 1 s, first
 * thumbnails ≤ 2 s, all ≤ 60 s on two cores, page heap ≤ 300 MB, cancel ≤ 0.5 s. Numbers depend on the machine: nothing asserts them.
 *
 *   node bench/import-10000.mjs
 *   node bench/import-10000.mjs some.zip audio
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS, ensureChromium } from '../scripts/find-chromium.mjs';
import { manyPictures } from './many-pictures.mjs';

const FORMS = {
  image: { modality: 'image', size: [64, 64] },
  audio: { modality: 'audio', size: [64, 64], frontEnd: 'nano' },
  point: { modality: 'point', points: 1024 },
  video: { modality: 'video', frames: 8, size: [64, 64] },
};

function idx(shape, bytes) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length, 0);
  shape.forEach((size, axis) => {
    header.writeUInt32BE(size, 4 + 4 * axis);
  });
  return Buffer.concat([header, bytes]);
}

const root = new URL('..', import.meta.url).pathname;
const files = new Map();
const server = await createServer({
  root,
  logLevel: 'error',
  server: { hmr: false, watch: null },
  plugins: [
    {
      name: 'bench-files',
      configureServer({ middlewares }) {
        middlewares.use('/bench-file/', (request, response) => response.end(files.get(decodeURIComponent(request.url.slice(1)))));
      },
    },
  ],
});
await server.listen(0);
// An ordinary window: in a private one, which tests use, the browser keeps files in memory and reads them much more slowly.
const profile = mkdtempSync(join(tmpdir(), 'bench-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: ensureChromium(() => {}),
  args: [...CHROMIUM_FLAGS, '--enable-precise-memory-info'],
});
try {
  const [given, modality = 'image'] = process.argv.slice(2);
  if (given) await measure(basename(given), [[basename(given), readFileSync(given)]], modality);
  else {
    const zip = await manyPictures(10_000);
    await measure(`warm-up`, [['few.zip', await manyPictures(50)]], 'image');
    await measure(`10,000 pictures, ${(zip.length / 1e6).toFixed(1)} MB`, [['many.zip', zip]], 'image');
    const digits = idx([60_000, 28, 28], Buffer.alloc(60_000 * 28 * 28, 'digits'));
    const labels = idx([60_000], Buffer.from(Array.from({ length: 60_000 }, (_, at) => at % 10)));
    await measure(
      'IDX of 60,000 pictures',
      [
        ['train-images-idx3-ubyte', digits],
        ['train-labels-idx1-ubyte', labels],
      ],
      'image',
    );
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(profile, { recursive: true, force: true });
}

async function measure(title, drop, modality) {
  for (const [name, bytes] of drop) files.set(name, bytes);
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  page.setDefaultTimeout(600_000);
  await page.goto(`${server.resolvedUrls.local[0]}bench/empty.html`);
  const before = processorSeconds();
  const measured = await page.evaluate(measureInPage, { names: drop.map(([name]) => name), form: FORMS[modality] });
  console.log(title);
  console.log(`  processor time of the browser, everything below together: ${(processorSeconds() - before).toFixed(1)} s`);
  for (const [what, value] of Object.entries(measured)) console.log(`  ${what}: ${value}`);
  await page.close();
}

/** Of this program's children, on Linux; other programs on the machine do not count. */
function processorSeconds() {
  const parents = new Map();
  const ticks = new Map();
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      parents.set(id, fields[1]);
      ticks.set(id, Number(fields[11]) + Number(fields[12]));
    } catch {
      // It has ended.
    }
  }
  const isOurs = (id) => id === String(process.pid) || (parents.has(id) && isOurs(parents.get(id)));
  return [...ticks].reduce((sum, [id, count]) => sum + (id !== String(process.pid) && isOurs(id) ? count / 100 : 0), 0);
}

/** Runs in the page. */
async function measureInPage({ names, form }) {
  const source = (path) => import(/* @vite-ignore */ `/src/${path}`);
  const [{ importFiles }, { newDataFolder }, { assembleDataset }, { findCopies }] = await Promise.all(
    ['worker/parse-client.ts', 'worker/record-folders-client.ts', 'core/data/assemble.ts', 'worker/report-client.ts'].map(source),
  );
  const files = await Promise.all(names.map(async (name) => ({ path: name, file: await (await fetch(`/bench-file/${name}`)).blob() })));
  const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(2)} s`;
  const run = async (onSamples, signal) => {
    const { name: folder, release } = await newDataFolder();
    const start = performance.now();
    const result = { folder, release, samples: [], rejected: [], listed: '', first: '' };
    const end = importFiles(
      { files, form, folder },
      {
        onListed: () => {
          result.listed = seconds(start);
        },
        onSamples: (group) => {
          result.first ||= seconds(start);
          for (const sample of group) result.samples.push(sample);
          onSamples(result.samples.length);
        },
        onRejected: (problem) => result.rejected.push(problem),
      },
      signal,
    );
    await end;
    return { ...result, all: seconds(start) };
  };

  let longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ entryTypes: ['longtask'] });
  const heapBefore = performance.memory.usedJSHeapSize;
  let heap = 0;
  const whole = await run(() => {
    heap = Math.max(heap, performance.memory.usedJSHeapSize);
  });
  const problems = Object.entries(Object.groupBy(whole.rejected, ({ code }) => code)).map(([code, all]) => `${all.length} ${code}`);
  const { dataset } = assembleDataset('bench', form, whole.folder, whole.samples);

  const worker = new Worker('/bench/read-records.worker.ts', { type: 'module' });
  const reading = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(dataset);
  });
  worker.terminate();
  const reportStart = performance.now();
  await findCopies(form, dataset.source);
  const report = seconds(reportStart);

  const control = new AbortController();
  let abortedAt = 0;
  await run((count) => {
    if (abortedAt > 0 || count < whole.samples.length / 2) return;
    abortedAt = performance.now();
    control.abort();
  }, control.signal).catch(() => undefined);
  return {
    read: `${whole.samples.length}, left out: ${problems.join(', ') || 'none'}`,
    listed: whole.listed,
    'first samples': whole.first,
    all: whole.all,
    'page heap': `${Math.round(heap / 1e6)} MB at most, ${Math.round(heapBefore / 1e6)} MB before`,
    'longest task of the page': `${Math.round(longest)} ms`,
    cancelled: abortedAt > 0 ? seconds(abortedAt) : 'not reached',
    'copies looked for': report,
    '32 records read in training': reading,
  };
}
