/**
 * @file Journeys in a real browser against the built pages: `webgpu` on the software adapter, `no-webgpu` as most
 * machines without a graphics driver are. e2e/global-setup.ts builds and serves.
 */
import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './scripts/find-chromium.mjs';

const executablePath = findChromium();
const launch = (...flags: string[]) => ({ args: [...CHROMIUM_FLAGS, ...flags], ...(executablePath ? { executablePath } : {}) });

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  outputDir: '.tmp/journeys',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Training takes all cores of a small machine: one journey at a time.
  workers: 1,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'off',
    viewport: { width: 1440, height: 1000 },
  },
  projects: [
    { name: 'no-webgpu', testIgnore: '**/*.webgpu.spec.ts', use: { launchOptions: launch() } },
    { name: 'webgpu', testMatch: '**/*.webgpu.spec.ts', use: { launchOptions: launch('--enable-unsafe-webgpu') } },
  ],
});
