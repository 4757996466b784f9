/** @file A program that is there but does not start is passed over for the next. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findChromium } from './find-chromium.mjs';

const folder = mkdtempSync(join(tmpdir(), 'm2pt-chromium-'));
const program = (name: string, script: string) => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test.skipIf(process.platform === 'win32')('a stub that asks for the snap is not a browser', () => {
  const stub = program('chromium-browser', 'echo "requires the chromium snap" >&2; exit 1');
  const browser = program('google-chrome', 'echo Chrome 1');
  vi.stubEnv('M2PT_CHROMIUM', stub);
  for (const variable of ['CHROME_BIN', 'PUPPETEER_EXECUTABLE_PATH']) vi.stubEnv(variable, undefined);
  vi.stubEnv('PATH', folder);
  expect(findChromium()).toBe(browser);
});
