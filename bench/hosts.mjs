/**
 * @file Where libraries run: workers of a page in headless Chromium, or a Node program on Dawn. Either way
 * `call(engine, method, ...args)` reaches the engine, and times are taken beside it, not here.
 */
import { fork } from 'node:child_process';
import { createReadStream, existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { ROOT } from '../scripts/ensure-install.mjs';
import { CHROMIUM_FLAGS, ensureChromium } from '../scripts/find-chromium.mjs';
import { serve } from '../scripts/serve.mjs';

/** One step of stock TensorFlow.js on a software adapter may take a minute. */
const LONGEST_CALL_MS = 15 * 60_000;

const FLAGS = {
  wasm: [],
  software: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  gpu: ['--enable-unsafe-webgpu', '--enable-features=Vulkan'],
};

/**
 * A fresh browser with one page.
 * @param {string} folder as `buildPage` made it
 * @param {'wasm' | 'software' | 'gpu'} place
 */
export async function openChromium(folder, place) {
  const server = await serve({ folder, port: 0, handle: sendOrt });
  const browser = await chromium.launch({ executablePath: ensureChromium(console.error), args: [...CHROMIUM_FLAGS, ...FLAGS[place]] });
  const close = async () => {
    await browser.close();
    server.close();
  };
  try {
    const page = await browser.newPage();
    let fail;
    const failed = new Promise((_, reject) => {
      fail = reject;
    });
    failed.catch(() => {});
    page.on('crash', () => fail(new Error('the page ran out of memory and ended')));
    browser.on('disconnected', () => fail(new Error('the browser ended')));
    await page.goto(`${server.url}page.html`);
    await page.waitForFunction(() => 'callEngine' in globalThis);
    if (!(await page.evaluate(() => globalThis.isolated))) throw new Error('the page is not cross-origin isolated');
    const { adapter, software, reason } = place === 'wasm' ? { adapter: '' } : await page.evaluate(() => globalThis.describeAdapter());
    return {
      name: `Chromium ${browser.version()}`,
      adapter,
      absent: absence(place, { adapter, software, reason }),
      close,
      async call(engine, method, ...args) {
        const answering = page.evaluate((given) => globalThis.callEngine(...given), [engine, method, args]);
        const { result, error } = await inTime(Promise.race([answering, failed]));
        if (error !== undefined) throw new Error(error);
        return result;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A fresh Node program with WebGPU by Dawn.
 * @param {string} folder as `buildForNode` made it
 * @param {'null' | 'software' | 'gpu'} place
 */
export async function openDawn(folder, place) {
  // Dawn prints every complaint of a device; engines report the first one.
  const env = { ...process.env, ...(place === 'software' ? { VK_ICD_FILENAMES: softwareDriver() } : {}) };
  const child = fork(join(import.meta.dirname, 'dawn-child.mjs'), [folder, place], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const waiting = new Map();
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints = `${complaints}${text}`.slice(-2000);
  });
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`Node on Dawn ended (${signal ?? code}): ${complaints.trim().split('\n').at(-1) ?? ''}`));
    waiting.clear();
  });
  let calls = 0;
  const call = (engine, method, ...args) =>
    inTime(
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        child.send({ id: calls, engine, method, args });
      }),
    );
  const { adapter, software, reason } = await call('', 'describeAdapter');
  return {
    name: `Node ${process.versions.node} on Dawn`,
    adapter,
    absent: absence(place, { adapter, software, reason }),
    call,
    async close() {
      child.kill();
    },
  };
}

/** Why this place cannot be measured, or ''. */
function absence(place, { adapter, software, reason }) {
  if (place === 'wasm' || place === 'null') return '';
  if (adapter === '') return reason;
  if (place === 'gpu' && software) return `no GPU: the only adapter is ${adapter}`;
  if (place === 'software' && !software) return `no software adapter: ${adapter} is offered instead`;
  return '';
}

/** Chromium's software Vulkan driver. */
function softwareDriver() {
  if (process.env.VK_ICD_FILENAMES) return process.env.VK_ICD_FILENAMES;
  const folders = [
    dirname(realpathSync(ensureChromium(console.error))),
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
    '/opt/google/chrome',
  ];
  const found = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((file) => existsSync(file));
  if (!found)
    throw new Error('Chromium’s vk_swiftshader_icd.json was not found: set VK_ICD_FILENAMES to the path of a software Vulkan driver.');
  return found;
}

/** The files that onnxruntime-web loads by itself. */
function sendOrt({ url }, response) {
  const file = /^\/ort\/([\w.-]+)$/.exec(url ?? '')?.[1];
  const path = file && join(ROOT, 'node_modules', 'onnxruntime-web', 'dist', file);
  if (!path || !existsSync(path)) return false;
  response.setHeader('Content-Type', file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
  createReadStream(path).pipe(response);
  return true;
}

function inTime(answer) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LONGEST_CALL_MS / 60_000} minutes`)), LONGEST_CALL_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
