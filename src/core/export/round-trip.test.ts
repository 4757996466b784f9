/**
 * @file Exports come back: a merged and an un-merged file opened by this app's own reader give the logits of the model that
 * was exported.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { microExport, microPixels, SHAPES } from '../../../test/micro-export.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { bufferSource } from '../checkpoint/byte-source.ts';
import { loadEncoder } from '../checkpoint/load-encoder.ts';
import { predictInput } from '../inference/predict-input.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import { disposeParams, type Params } from '../tensor/params.ts';
import { inputTensor } from '../tokenizers/tokenizer.ts';
import type { ExportFacts } from './export-facts.ts';
import { modelFiles } from './model-files.ts';

beforeAll(() => startNodeBackend('cpu'));

async function reopened(kind: 'merged' | 'un-merged', facts: ExportFacts, params: Params) {
  const files = new Map<string, Blob>();
  for (const file of await modelFiles(kind, facts, params)) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of file.parts()) parts.push(part);
    files.set(file.name, new Blob(parts));
  }
  const weights = bufferSource(await files.get('model.safetensors')!.arrayBuffer(), 'model.safetensors');
  const [configText, readme] = await Promise.all([files.get('config.json')!.text(), files.get('README.md')!.text()]);
  return loadEncoder({ folder: 'export', configText, weights, readme });
}

describe.each(Object.entries(SHAPES))('%s', (_, config) => {
  test.each([
    ['merged', false],
    ['un-merged', false],
    ['un-merged', true],
  ] as const)('%s, split λ: %s', async (kind, splitQkv) => {
    const { pathway, merged, facts } = await microExport(config, splitQkv);
    const model = await reopened(kind, facts, kind === 'merged' ? merged : pathway);
    const data = microPixels(config, 2);
    const input = inputTensor(config, data, 2);
    const expected = encoderForward(merged, config, input, plainLinear);
    const found = await predictInput(model, { shape: input.shape, data });
    const ours = await expected.data<'float32'>();
    const largest = Math.max(...ours.map(Math.abs));
    found.data.forEach((logit, i) => {
      expect(Math.abs(logit - ours[i]!)).toBeLessThan(1e-5 * largest);
    });
    expect(model.license).toMatch(/cc-by-nc-4\.0/i);
    expect(model.numClasses).toBe(3);
    for (const params of [pathway, merged]) disposeParams(params);
    for (const tensor of [input, expected]) tensor.dispose();
  });
});
