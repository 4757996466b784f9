/**
 * @file Builds what is measured, with the settings of the app's own build (vite.config.ts): the page with a worker for every library,
 * and for Node each library as one module. Never part of `dist/`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, loadConfigFromFile } from 'vite';
import { ROOT } from '../scripts/ensure-install.mjs';

/** One folder a run: two at once do not take each other's files away. */
const OUT = join(ROOT, '.tmp', 'bench', String(process.pid));
/** Of the app's plugins those that only concern its pages. */
const PAGE_PLUGINS = /^(m2pt-models|vite:react)/;

/** @returns path of the folder to serve */
export async function buildPage() {
  const folder = join(OUT, 'page');
  const app = await appConfig();
  const input = join(import.meta.dirname, 'page.html');
  await build({ ...app, base: './', build: { ...app.build, outDir: folder, rolldownOptions: { ...app.build.rolldownOptions, input } } });
  return folder;
}

/** @returns path of the folder with `ours.mjs`, `stock.mjs`, `jaxjs.mjs` */
export async function buildForNode() {
  const folder = join(OUT, 'node');
  const app = await appConfig();
  for (const name of ['ours', 'stock', 'jaxjs']) {
    const rolldownOptions = { ...app.build.rolldownOptions, input: join(import.meta.dirname, 'engines', `${name}.ts`) };
    await build({
      ...app,
      // Everything inside: each library keeps a TensorFlow.js of its own, and of Node's own modules none is missed.
      ssr: { noExternal: true, target: 'node' },
      build: { ...app.build, ssr: true, outDir: join(folder, name), rolldownOptions },
    });
  }
  return folder;
}

export function removeBuild() {
  rmSync(OUT, { recursive: true, force: true });
}

async function appConfig() {
  const { config } = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(ROOT, 'vite.config.ts'), ROOT);
  const plugins = (await flat(config.plugins)).filter((plugin) => !PAGE_PLUGINS.test(plugin.name));
  const { checks } = config.build.rolldownOptions;
  return {
    configFile: false,
    root: import.meta.dirname,
    publicDir: false,
    logLevel: 'error',
    resolve: config.resolve,
    worker: config.worker,
    plugins,
    build: {
      target: config.build.target,
      assetsInlineLimit: config.build.assetsInlineLimit,
      emptyOutDir: true,
      chunkSizeWarningLimit: 1e5,
      rolldownOptions: { checks },
    },
  };
}

async function flat(plugins) {
  const known = await Promise.all((plugins ?? []).flat(Number.POSITIVE_INFINITY));
  return known.flat(Number.POSITIVE_INFINITY).filter(Boolean);
}
