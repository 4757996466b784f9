/**
 * @file Carries one request of the lab to a headless Chromium: serves the built pages and the files that the request
 * names, opens lab.html, hands the request over and waits for the answer. Ends browser and server whatever happens.
 */
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureBuild } from '../ensure-build.mjs';
import { CHROMIUM_FLAGS, ensureChromium } from '../find-chromium.mjs';
import { holdBuild } from '../hold-build.mjs';
import { serve } from '../serve.mjs';

/** No request of the lab takes so long, unless its page hangs. */
const LIMIT_HOURS = 12;

/**
 * @param {object} given
 * @param {Map<string, string>} given.routes address → file that the page may fetch
 * @param {Map<string, string>} [given.uploads] address → file that the page may write, once
 * @param {object} given.request as src/lab/request.ts describes it
 * @param {string} given.backend decides the browser's flags
 * @returns the answer; throws an Error of one sentence
 */
export async function runInBrowser({ routes, uploads = new Map(), request, backend, say }) {
  const folder = holdBuild(await ensureBuild());
  const executablePath = ensureChromium(say);
  const handle = (incoming, response) => receiveFile(uploads, incoming, response) || sendFile(routes, incoming, response);
  const server = await serve({ folder, port: 0, handle });
  const flags = backend === 'webgpu' ? [...CHROMIUM_FLAGS, '--enable-unsafe-webgpu'] : CHROMIUM_FLAGS;
  let browser;
  try {
    browser = await chromium.launch({ executablePath, args: flags }).catch((error) => {
      throw new Error(`${executablePath} did not start: ${firstLine(error)}`);
    });
    return await drive(browser, server.url, request, say);
  } finally {
    await browser?.close();
    server.close();
  }
}

/**
 * Makes a model on disk fetchable at `lab/<role>/`.
 * @returns what src/lab/request.ts calls a LabModel
 */
export function serveModel(routes, role, model) {
  if (model.kind !== 'own') return model;
  const { name, weights, config, readme, preprocessor } = model;
  for (const [part, file] of Object.entries({ weights, config, readme, preprocessor })) if (file) routes.set(`/lab/${role}/${part}`, file);
  const weightsName = weights.split(/[\\/]/).at(-1);
  return { kind: 'own', name, weightsName, hasConfig: Boolean(config), hasReadme: Boolean(readme), hasPreprocessor: Boolean(preprocessor) };
}

async function drive(browser, url, labRequest, say) {
  const page = await browser.newPage();
  let fail;
  const failed = new Promise((_, reject) => {
    fail = (sentence) => reject(new Error(sentence));
  });
  // Closing the browser at the end also counts as its end; by then nobody waits.
  failed.catch(() => {});
  page.on('crash', () => fail('The browser page ran out of memory and ended: use fewer files, limitPerClass, or a smaller batchSize.'));
  page.on('pageerror', (error) => fail(`The lab page failed: ${firstLine(error)}`));
  browser.on('disconnected', () => fail('The browser ended before the lab did.'));
  await page.exposeFunction('labSay', say);
  await page.goto(`${url}lab.html`);
  await page.waitForFunction(() => 'runLab' in globalThis, undefined, { timeout: 60_000 });
  const late = `The lab gave no answer within ${LIMIT_HOURS} hours and was ended: its page hangs, or the experiment is too large for one request.`;
  const timer = setTimeout(() => fail(late), LIMIT_HOURS * 3_600_000);
  const answering = page.evaluate((given) => globalThis.runLab(given), labRequest);
  const answer = await Promise.race([answering, failed]).finally(() => clearTimeout(timer));
  if ('error' in answer) throw new Error(answer.error);
  return answer.result;
}

/** Answers requests for files that the lab's request names. */
function sendFile(routes, { url }, response) {
  const onDisk = routes.get(url);
  if (onDisk === undefined) return false;
  const state = statSync(onDisk, { throwIfNoEntry: false });
  if (!state) {
    response.statusCode = 410;
    response.end();
    return true;
  }
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Length', state.size);
  response.setHeader('Cache-Control', 'no-store');
  createReadStream(onDisk)
    .on('error', () => response.destroy())
    .pipe(response);
  return true;
}

/** Takes a file that the page puts; an address takes one file, and a broken one is removed. */
function receiveFile(uploads, request, response) {
  if (request.method !== 'PUT') return false;
  const onDisk = uploads.get(request.url);
  if (onDisk === undefined) return false;
  uploads.delete(request.url);
  const end = (status) => {
    response.statusCode = status;
    response.end();
  };
  const broken = () => {
    rmSync(onDisk, { force: true });
    end(500);
  };
  request.on('error', broken).pipe(
    createWriteStream(onDisk)
      .on('error', broken)
      .on('finish', () => end(204)),
  );
  return true;
}

function firstLine(error) {
  return String(error.message ?? error).split('\n')[0];
}
