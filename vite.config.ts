/**
 * @file How the pages are built: `index.html` is the app, `lab.html` the page that `npm run lab` drives.
 * Paths are relative, so `dist/` works under any address. `models/` is served as it is; `models/index.json`,
 * the list of its folders, is made here and never committed.
 */
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import sirv from 'sirv';
import { defineConfig, type Plugin } from 'vite';
import { kernelsWasm } from './scripts/kernels-wasm.mjs';

const root = import.meta.dirname;
const modelsFolder = resolve(root, 'models');

/** Cross-origin isolation, as `npm start` and the lab send it (scripts/serve.mjs); no threads are used today. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Names of the folders in `models/` that hold a config, in order. */
function modelIds(): string[] {
  if (!existsSync(modelsFolder)) return [];
  return readdirSync(modelsFolder)
    .filter((name) => existsSync(resolve(modelsFolder, name, 'config.json')))
    .sort();
}

/** Serves `models/` at `models/` while developing and copies it beside the built pages. */
function models(): Plugin {
  return {
    name: 'm2pt-models',
    configureServer(server) {
      server.middlewares.use('/models/index.json', (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(modelIds()));
      });
      if (existsSync(modelsFolder)) server.middlewares.use('/models', sirv(modelsFolder, { dev: true }));
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'models/index.json', source: JSON.stringify(modelIds()) });
    },
    writeBundle(options) {
      for (const id of modelIds()) {
        cpSync(resolve(modelsFolder, id), resolve(options.dir ?? 'dist', 'models', id), { recursive: true });
      }
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), models(), kernelsWasm()],
  resolve: { dedupe: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'] },
  // Licence texts are in dist/licenses.md; in the worker they would be a third of its size.
  worker: { format: 'es', plugins: () => [kernelsWasm()], rolldownOptions: { output: { comments: { legal: false } } } },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 2000,
    // Says which files the first paint loads: .size-limit.cjs reads it.
    manifest: true,
    license: { fileName: 'licenses.md' },
    // The three wasm files stay files: the engine fetches the one that fits the machine.
    assetsInlineLimit: (file) => (file.endsWith('.wasm') ? false : undefined),
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: ['index.html', 'lab.html'].map((page) => resolve(root, page)).filter((page) => existsSync(page)),
    },
  },
});
