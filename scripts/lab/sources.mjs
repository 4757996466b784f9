/** @file The app's own modules in Node: Node 20 reads no TypeScript, Vite does. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../ensure-install.mjs';

// TensorFlow.js asks for Node's own modules by `require`, also in its ES build.
globalThis.require ??= createRequire(import.meta.url);

let opened;

/** @param {...string} paths from the repository's root @returns the modules, in order; they may load others until `closeSources` */
export async function importSources(...paths) {
  opened ??= import('vite').then(({ createServer }) =>
    createServer({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      appType: 'custom',
      server: { middlewareMode: true, hmr: false, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
      // Its ES build names files without their suffix, which Node alone does not find.
      ssr: { noExternal: [/@tensorflow\//] },
    }),
  );
  const { runner } = (await opened).environments.ssr;
  return Promise.all(paths.map((path) => runner.import(join(ROOT, path))));
}

/** Lets the program end. */
export async function closeSources() {
  await (await opened)?.close();
}
