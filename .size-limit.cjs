/**
 * @file The size budget of docs/architecture.md ("Size"), in gzip. The build's manifest says which files belong to the first
 * paint; the engine's are the worker and the chunk that its WebGPU path loads.
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

/** A worker's script and the chunks it names that match, following imports. */
function workerPath(start, wanted) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(`dist/assets/${file}`, 'utf8');
    for (const other of assets) if (other.endsWith('.js') && other !== file && text.includes(other) && wanted(other, text)) visit(other);
  };
  const entry = assets.find((file) => file.startsWith(start) && file.endsWith('.js'));
  if (entry) visit(entry);
  return [...found].map((file) => `dist/assets/${file}`);
}

const otherBackends = /^backend-(wasm|webgl|cpu)/;

module.exports = [
  {
    name: 'First paint',
    path: [...firstPaint('index.html')].map((file) => `dist/${file}`).filter(existsSync),
    limit: '180 kB',
    gzip: true,
  },
  { name: 'Engine worker on WebGPU', path: workerPath('engine.worker', (file) => !otherBackends.test(file)), limit: '200 kB', gzip: true },
];
