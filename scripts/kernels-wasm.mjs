/**
 * @file Compiles the AssemblyScript of src/core/kernels/wasm/assembly/ when something imports it: `….ts?simd` and `….ts?relaxed`
 * are modules whose default export is the WebAssembly binary, a Uint8Array. In a module and not a file beside it, so that it is there
 * alike in the worker, in the built page and in Node's tests. A Vite plugin for build, dev server and tests; compiled once for given
 * sources (`.tmp/kernels-wasm/`).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT } from './ensure-install.mjs';

const KEPT = join(ROOT, '.tmp', 'kernels-wasm');
const COMPILER = join(ROOT, 'node_modules', 'assemblyscript', 'package.json');
/** No runtime, no memory of its own, no checks that call back into JavaScript. */
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory', '--use', 'abort=', '--enable', 'simd'];
const VARIANTS = { simd: [], relaxed: ['--enable', 'relaxed-simd'] };

/** @returns {import('vite').Plugin} */
export function kernelsWasm() {
  return {
    name: 'm2pt-kernels-wasm',
    enforce: 'pre',
    async load(id) {
      const [path, variant] = id.split('?');
      if (!/\/wasm\/assembly\/[\w-]+\.ts$/.test(path) || !Object.hasOwn(VARIANTS, variant ?? '')) return null;
      for (const source of sourcesBeside(path)) this.addWatchFile(source);
      const text = (await compile(path, variant)).toString('base64');
      return `export default Uint8Array.from(atob('${text}'), (letter) => letter.charCodeAt(0));`;
    },
  };
}

function sourcesBeside(path) {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * @param {string} entry the AssemblyScript file whose exports are wanted
 * @param {'simd' | 'relaxed'} variant
 * @returns {Promise<Buffer>}
 * @throws Error with the compiler's words, or when the module would touch memory that is not its own
 */
export async function compile(entry, variant) {
  const options = [...OPTIONS, ...VARIANTS[variant]];
  const hash = createHash('sha256')
    .update(JSON.parse(readFileSync(COMPILER, 'utf8')).version)
    .update(options.join(' '));
  for (const source of sourcesBeside(entry)) hash.update(basename(source)).update(readFileSync(source));
  const kept = join(KEPT, `${variant}-${hash.digest('hex').slice(0, 16)}.wasm`);
  if (existsSync(kept)) return readFileSync(kept);

  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const { error, stderr } = await asc.main([basename(entry), '--outFile', 'out.wasm', '--baseDir', dirname(entry), ...options], {
    writeFile: (_name, contents) => {
      binary = Buffer.from(contents);
    },
  });
  if (error || !binary) throw new Error(`The wasm kernels do not compile (${variant}): ${error?.message}\n${stderr}`);
  checkSections(binary);
  mkdirSync(KEPT, { recursive: true });
  const fresh = `${kept}.${process.pid}`;
  writeFileSync(fresh, binary);
  renameSync(fresh, kept);
  return binary;
}

/** A data segment or a start function would write into tfjs's memory. Sections: WebAssembly core specification, 5.5. */
function checkSections(binary) {
  const START = 8;
  const DATA = 11;
  for (let at = 8; at < binary.length; ) {
    const id = binary[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      size |= (binary[at] & 0x7f) << shift;
      more = (binary[at++] & 0x80) !== 0;
    }
    if (id === START || id === DATA)
      throw new Error('The wasm kernels hold static data or a start function: they would write into tensors.');
    at += size;
  }
}
