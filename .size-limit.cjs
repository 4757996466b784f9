/**
 * @file The size budget of docs/architecture.md ("Size"), in gzip. The build's manifest says which files belong to the first
 * paint; the engine's are the worker, what it imports at once, and the chunk that its WebGPU path loads. Exports, foreign checkpoints and the Hub come later.
 */
const { existsSync, readFileSync, readdirSync } = require('node:fs');

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const assets = readdirSync('dist/assets');

/** The entry's script and everything it imports before it runs. */
function firstPaint(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) firstPaint(imported, found);
  return found;
}

/** A worker's script, what it imports before it runs, and of what it loads later the chunks that are wanted. */
function workerPath(start, wanted) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(`dist/assets/${file}`, 'utf8');
    const before = [...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)].map((match) => match[1]);
    const later = [...text.matchAll(/\bimport\(\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map((match) => match[1]);
    for (const other of [...before, ...later.filter(wanted)]) if (assets.includes(other)) visit(other);
  };
  const entry = assets.find((file) => file.startsWith(start) && file.endsWith('.js'));
  if (entry) visit(entry);
  if (![...found].some(wanted)) throw new Error(`${start} loads no WebGPU chunk: this budget would measure nothing.`);
  return [...found].map((file) => `dist/assets/${file}`);
}

module.exports = [
  {
    name: 'First paint',
    path: [...firstPaint('index.html')].map((file) => `dist/${file}`).filter(existsSync),
    limit: '180 kB',
    gzip: true,
  },
  {
    name: 'Engine worker on WebGPU',
    path: workerPath('engine.worker', (file) => file.startsWith('backend-webgpu')),
    limit: '200 kB',
    gzip: true,
  },
];
