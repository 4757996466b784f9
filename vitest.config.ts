/**
 * @file Unit tests in two projects: `node` for pure code and tensors on the CPU, `browser` for what needs
 * a browser or WebGPU (Chromium with its software adapter). Run one with `npx vitest run --project node`.
 */
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, findChromium } from './scripts/find-chromium.mjs';
import { kernelsWasm } from './scripts/kernels-wasm.mjs';

const inBrowser = ['src/**/*.browser.test.ts', 'src/**/*.webgpu.test.ts'];
const dedupe = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'];
const executablePath = findChromium();

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [kernelsWasm()],
        resolve: { dedupe },
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...inBrowser],
          testTimeout: 60_000,
          // Node would take tfjs's CommonJS build for some imports and the ES build for others: two cores.
          server: { deps: { inline: [/@tensorflow\//] } },
        },
      },
      {
        plugins: [kernelsWasm()],
        resolve: { dedupe },
        server: {
          headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
          // Real data beside the checkout, for tests that are skipped without it.
          fs: { allow: ['.', '../shared/data'] },
        },
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgpu',
            '@zip.js/zip.js',
            'mediabunny',
            'three',
            'three/examples/jsm/loaders/OBJLoader.js',
            'fft.js',
            'nanotar',
            'hyparquet',
            'hyparquet-compressors',
            'hyparquet/src/column.js',
            'hyparquet/src/snappy.js',
          ],
        },
        test: {
          name: 'browser',
          include: inBrowser,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One page after another: two cores, and the software adapter takes both.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: [...CHROMIUM_FLAGS, '--enable-unsafe-webgpu'], ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
