/**
 * @file Runs one experiment in a headless Chromium: serves the built pages and the experiment's files, opens
 * lab.html, hands over the experiment and waits for the result. Ends browser and server whatever happens.
 */
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, ensureChromium } from '../find-chromium.mjs';
import { serve } from '../serve.mjs';

/**
 * @param {object} given
 * @param given.experiment as `readExperiment` of src/lab/experiment-file.ts gives it
 * @param given.data, given.target, given.auxiliary from listing.mjs and experiment.mjs
 * @returns the result, ready to be written
 * @throws an Error of one sentence
 */
export async function runInBrowser({ folder, experiment, data, target, auxiliary, say }) {
  const executablePath = ensureChromium(say);
  const routes = new Map();
  data.files.forEach((file, index) => {
    routes.set(`/lab/data/${index}`, file.onDisk);
  });
  for (const [role, model] of Object.entries({ target, auxiliary })) {
    if (model?.kind !== 'own') continue;
    for (const name of ['config.json', 'model.safetensors']) routes.set(`/lab/${role}/${name}`, join(model.folder, name));
  }
  const server = await serve({ folder, port: 0, handle: (request, response) => sendFile(routes, request, response) });
  const flags = experiment.backend === 'webgpu' ? [...CHROMIUM_FLAGS, '--enable-unsafe-webgpu'] : CHROMIUM_FLAGS;
  let browser;
  try {
    browser = await chromium.launch({ executablePath, args: flags }).catch((error) => {
      throw new Error(`${executablePath} did not start: ${firstLine(error)}`);
    });
    return await drive(browser, server.url, request({ experiment, data, target, auxiliary }), say);
  } finally {
    await browser?.close();
    server.close();
  }
}

/** What the page is given; src/lab/main.ts names the type. */
function request({ experiment, data, target, auxiliary }) {
  const withoutFolder = (model) => (model?.kind === 'own' ? { kind: 'own', name: model.name } : model);
  return {
    experiment,
    data: data.asNamed,
    dataName: data.name,
    paths: data.files.map((file) => file.path),
    ...(target ? { target: withoutFolder(target) } : {}),
    ...(auxiliary ? { auxiliary: withoutFolder(auxiliary) } : {}),
  };
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
  browser.on('disconnected', () => fail('The browser ended before the experiment did.'));
  await page.exposeFunction('labSay', say);
  await page.goto(`${url}lab.html`);
  await page.waitForFunction(() => 'runLab' in globalThis, undefined, { timeout: 60_000 });
  const answer = await Promise.race([page.evaluate((given) => globalThis.runLab(given), labRequest), failed]);
  if ('error' in answer) throw new Error(answer.error);
  return answer.result;
}

/** Answers requests for the experiment's own files. */
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

function firstLine(error) {
  return String(error.message ?? error).split('\n')[0];
}
