/**
 * @file Finds a Chromium for the tests and the lab: an environment variable, an installed Chrome or Chromium,
 * Playwright's own download, and where the system allows it, one from apt. Used by vitest.config.ts,
 * playwright.config.ts, scripts/check.mjs and scripts/lab.mjs.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Chromium flags that every test and the lab use. */
export const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const VARIABLES = ['M2PT_CHROMIUM', 'CHROME_BIN', 'PUPPETEER_EXECUTABLE_PATH'];
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const USUAL_PATHS = {
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
};

/** Longest time for a program to say its version, in ms. */
const VERSION_MS = 20_000;

/** Path of a Chromium that is there already and starts, or undefined. Installs nothing. */
export function findChromium() {
  for (const variable of VARIABLES) {
    const path = process.env[variable];
    if (path && starts(path)) return path;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
  return [...onPath, ...(USUAL_PATHS[process.platform] ?? []), ...playwrightPaths()].find(starts);
}

/**
 * Path of a Chromium, installed with apt-get where this runs as root on a system that has it.
 * @param say receives one line for each slow step
 * @throws an Error of one sentence when there is none and none can be installed
 */
export function ensureChromium(say = () => {}) {
  const named = VARIABLES.find((variable) => process.env[variable] && !starts(process.env[variable]));
  if (named) throw new Error(`${named} points to ${process.env[named]}, which is not a browser that starts; correct it or unset it.`);
  const found = findChromium();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPathExists('apt-get')) {
    say('No Chromium found: installing it with apt-get (one to three minutes)…');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    apt('update', '-q');
    for (const name of ['chromium', 'chromium-browser']) {
      apt('install', '-y', '-q', '--no-install-recommends', name);
      const installed = findChromium();
      if (installed) return installed;
    }
  }
  throw new Error(
    'No Chrome or Chromium was found: install one, run `npx playwright install chromium`, or set M2PT_CHROMIUM to the path of the program.',
  );
}

/** False also for a program that only says how to install the browser, as Ubuntu's chromium-browser does without its snap. */
function starts(path) {
  if (!isProgram(path)) return false;
  // On Windows a browser that is asked for its version opens a window instead.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: VERSION_MS }).status === 0;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPathExists(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, name)));
}

/** Chromiums that `npx playwright install` put into its cache, newest first. */
function playwrightPaths() {
  const caches = {
    linux: join(homedir(), '.cache/ms-playwright'),
    darwin: join(homedir(), 'Library/Caches/ms-playwright'),
    win32: join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  };
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? caches[process.platform];
  if (!cache || !existsSync(cache)) return [];
  const builds = readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  const inside = [
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win64/chrome.exe',
    'chrome-win/chrome.exe',
  ];
  return builds.flatMap((build) => inside.map((path) => join(cache, build, path)));
}
