/** @file The app's own modules in Node: Node 20 reads no TypeScript, Vite does. */
import { join } from 'node:path';
import { ROOT } from '../ensure-install.mjs';

/** @param {...string} paths from the repository's root @returns the modules, in order */
export async function importSources(...paths) {
  const { runnerImport } = await import('vite');
  const imported = paths.map((path) => runnerImport(join(ROOT, path), { root: ROOT, configFile: false, logLevel: 'error' }));
  return (await Promise.all(imported)).map(({ module }) => module);
}
