/**
 * @file The Node program in which libraries run on Dawn: gives Node a `navigator.gpu`, loads engines when they are first called and
 * answers calls of `hosts.mjs`. The `null` backend takes every command and computes nothing.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { create, globals } from 'webgpu';

const [folder, place] = process.argv.slice(2);
Object.assign(globalThis, globals);
const gpu = create(place === 'null' ? ['backend=null'] : place === 'software' ? ['backend=vulkan'] : []);
Object.defineProperty(globalThis, 'navigator', {
  value: { gpu, userAgent: `Node.js/${process.versions.node}`, hardwareConcurrency: availableParallelism() },
  configurable: true,
});

const engines = new Map();

process.on('message', async ({ id, engine, method, args }) => {
  try {
    process.send({ id, result: await answer(engine, method, args) });
  } catch (error) {
    process.send({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

// The program that asked is gone.
process.on('disconnect', () => process.exit());

async function answer(engine, method, args) {
  if (method === 'describeAdapter') return describeAdapter();
  if (!engines.has(engine)) {
    if (engine === 'onnx') throw new Error('onnxruntime-web has no WebGPU in Node');
    engines.set(engine, (await import(pathToFileURL(join(folder, engine, `${engine}.js`)).href)).engine);
  }
  return engines.get(engine)[method](...args);
}

async function describeAdapter() {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { adapter: '', software: false, reason: 'Dawn offers no adapter' };
  const { description, vendor, architecture, device, isFallbackAdapter } = adapter.info;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ');
  return { adapter: name, software: isFallbackAdapter || /swiftshader|llvmpipe/i.test(`${name} ${architecture}`), reason: '' };
}
