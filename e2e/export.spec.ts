/** @file Keeping a model: train a micro model, merge, take it away in each form, look into the files, try the programs. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobReader, type FileEntry, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { expect, test, violations } from './journey.ts';
import { zipFile } from './pages/playground.ts';
import { makeZip, tileEntries } from './pictures.ts';

async function unzip(path: string): Promise<Map<string, Buffer>> {
  const reader = new ZipReader(new BlobReader(new Blob([await readFile(path)])), { useWebWorkers: false });
  const files = new Map<string, Buffer>();
  for (const entry of (await reader.getEntries()) as FileEntry[])
    files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })));
  return files;
}

/** Names and shapes in a safetensors header. */
function tensorsOf(file: Buffer): Record<string, number[]> {
  const header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString()) as Record<string, { shape: number[] }>;
  return Object.fromEntries(Object.entries(header).flatMap(([name, { shape }]) => (name === '__metadata__' ? [] : [[name, shape]])));
}

test('a trained model is taken away merged, un-merged and as ONNX', async ({ playground, page, context }, info) => {
  test.setTimeout(240_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.open({ backend: 'wasm', settings: 'v=1&epochs=2&batch=8&pairs=1' });
  await playground.choose('Choose files', [zipFile('tiles.zip', await makeZip(tileEntries(12)))]);
  await playground.openModel('Target', 'test/fixtures/models/micro-image');
  await playground.openModel('Auxiliary', 'test/fixtures/models/micro-audio');
  await playground.trainAll();
  await expect(playground.button(/^Download/, playground.tryIt)).toHaveCount(1); // before the merge: the PyTorch project
  const heading = playground.tryIt.getByRole('heading', { name: /^PyTorch project/ });
  const promised = /about ([\d.]+) (kB|MB) and up to ([\d.]+) (kB|MB) of pictures/.exec((await heading.textContent()) ?? '');
  await expect(playground.tryIt).toContainText('continues the pathway run of seed 0');
  await playground.button('Merge', playground.tryIt).click();
  await expect(playground.tryIt).toContainText('same answers as the two branches', { timeout: 60_000 });
  await expect(playground.button(/^Download/, playground.tryIt)).toHaveCount(4);

  const take = async (name: string) => {
    const download = page.waitForEvent('download');
    await playground.button(`Download ${name}`, playground.tryIt).click();
    const file = await download;
    await expect(playground.tryIt.getByText(file.suggestedFilename())).toBeVisible();
    return { name: file.suggestedFilename(), files: await unzip(await file.path()) };
  };

  const merged = await take('Merged model');
  expect(merged.name).toBe('tiles-micro-image-seed-0-merged.zip');
  expect([...merged.files.keys()]).toEqual(['config.json', 'README.md', 'model.safetensors']);
  const config = JSON.parse(String(merged.files.get('config.json')));
  expect(config).toMatchObject({ architecture: 'vit_tiny_patch16_224', num_classes: 3, m2pt: { form: 'merged', settings: { epochs: 2 } } });
  expect(config.pretrained_cfg.label_names.toSorted()).toEqual(['blue tiles', 'grüne Kacheln', 'red tiles']);
  const plain = tensorsOf(merged.files.get('model.safetensors')!);
  expect(plain['head.weight']).toEqual([3, config.num_features]);
  expect(Object.keys(plain).filter((name) => /aux_weight|scale/.test(name))).toEqual([]);
  expect(String(merged.files.get('README.md'))).toContain('Test accuracy');

  const unmerged = await take('Un-merged run');
  const joined = tensorsOf(unmerged.files.get('model.safetensors')!);
  expect(joined['blocks.0.attn.qkv.cross_modal_scale']).toEqual([1]);
  expect(joined['blocks.0.attn.qkv.aux_weight']).toEqual(plain['blocks.0.attn.qkv.weight']);

  const onnx = await take('ONNX');
  expect([...onnx.files.keys()]).toEqual(['config.json', 'preprocessor_config.json', 'README.md', 'onnx/model.onnx']);
  expect(String(onnx.files.get('onnx/model.onnx')!.subarray(0, 200))).toContain('m2pt-playground');

  const project = await take('PyTorch project');
  expect(project.name).toBe('tiles-micro-image-seed-0-pathway-pytorch.zip');
  const size = (kind: RegExp) => [...project.files].reduce((sum, [name, { length }]) => sum + (kind.test(name) ? length : 0), 0);
  const [, weights, unit, pictures, pictureUnit] = promised ?? [];
  const bytes = (number?: string, name?: string) => Number(number) * (name === 'kB' ? 1e3 : 1e6);
  expect(size(/^weights\/.*safetensors$|^[^/]*\/weights\/.*safetensors$/) / bytes(weights, unit)).toBeCloseTo(1, 1);
  expect(size(/\.png$/)).toBeLessThanOrEqual(bytes(pictures, pictureUnit));

  await playground.tryIt.getByText('How to load it: Merged model').click();
  const program = playground.tryIt.getByRole('region', { name: 'Program for timm (Python), Merged model' });
  await expect(program).toContainText('timm.create_model');
  await playground.button('Copy for timm (Python), Merged model', playground.tryIt).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('local-dir:');
  // All boxes open: each has a name of its own, and no line is cut.
  for (const name of ['Un-merged run', 'ONNX', 'PyTorch project']) await playground.tryIt.getByText(`How to load it: ${name}`).click();
  const boxes = playground.tryIt.getByRole('region', { name: /^Program for/ });
  await expect(boxes).toHaveCount(6);
  for (const box of await boxes.all())
    expect(await box.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);

  await page.setViewportSize({ width: 360, height: 740 });
  await playground.button('Download ONNX', playground.tryIt).scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // The merged model comes back as a target.
  await page.setViewportSize({ width: 1440, height: 1000 });
  const folder = info.outputPath('my-tiles');
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of merged.files) await writeFile(join(folder, name), bytes);
  await playground.button('Change settings', playground.train).click();
  await playground.openModel('Target', folder);
  await expect(playground.button(/^Train \d+ runs?$/, playground.train)).toBeEnabled();
});
