/**
 * @file The JavaScript snippet is run as it stands against onnxruntime-web, on pixels as a canvas gives them; the Python
 * ones are run by reference/test_export.py.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as ort from 'onnxruntime-web';
import { beforeAll, expect, test } from 'vitest';
import { MICRO, microDataset } from '../../../test/micro-experiment.ts';
import { microExport, SHAPES } from '../../../test/micro-export.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { logitsOf, softmax } from '../inference/predict.ts';
import { disposeParams } from '../tensor/params.ts';
import { modelFiles } from './model-files.ts';
import { onnxSnippet, timmSnippet } from './snippets.ts';

beforeAll(() => startNodeBackend('cpu'));

test('the onnxruntime-web snippet gives our probabilities', async () => {
  const script = createRequire(import.meta.url).resolve('onnxruntime-web');
  ort.env.wasm.wasmPaths = `${script.slice(0, script.lastIndexOf('/'))}/`;
  const { pathway, merged, facts } = await microExport(SHAPES.nano!);
  const model = (await modelFiles('onnx', facts, merged)).find(({ name }) => name === 'onnx/model.onnx')!;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of model.parts()) parts.push(part);
  const session = await ort.InferenceSession.create(new Uint8Array(await new Blob(parts).arrayBuffer()));

  // Inside the repository, so that its import finds the package.
  const root = join(import.meta.dirname, '../../../.tmp');
  mkdirSync(root, { recursive: true });
  const folder = mkdtempSync(join(root, 'snippet-'));
  const file = join(folder, 'snippet.mjs');
  writeFileSync(file, onnxSnippet(facts.encoder).code);
  const { classify } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  rmSync(folder, { recursive: true });

  const dataset = microDataset();
  const rgb = dataset.records.read(0);
  const rgba = Uint8ClampedArray.from({ length: 16 * 16 * 4 }, (_, i) => (i % 4 === 3 ? 255 : rgb[Math.floor(i / 4) * 3 + (i % 4)]!));
  const ours = softmax(await logitsOf(merged, facts.encoder, dataset, [0]));
  const theirs: number[] = await classify(session, rgba);
  expect(theirs).toHaveLength(3);
  theirs.forEach((share, i) => {
    expect(share).toBeCloseTo(ours[i]!, 5);
  });
  disposeParams(pathway);
  disposeParams(merged);
});

test('the timm snippet sets an epsilon only where timm would use another', () => {
  expect(timmSnippet(MICRO, 'merged').code).not.toContain('eps');
  expect(timmSnippet({ ...MICRO, layerNormEps: 1e-12 }, 'merged').code).toContain(
    'module.eps = 1e-12 if name.startswith("blocks.") else 0.000001',
  );
});
