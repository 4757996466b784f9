/**
 * @file Exports of models that take sounds, points and clips: files of the form that fits come back with the logits of the model
 * that was exported, ONNX agrees in onnxruntime-web, and what cannot be expressed is refused in words.
 */
import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { MICRO } from '../../../test/micro-experiment.ts';
import { microExport } from '../../../test/micro-export.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { relative } from '../../../test/relative.ts';
import { bufferSource } from '../checkpoint/byte-source.ts';
import { loadEncoder } from '../checkpoint/load-encoder.ts';
import { predictInput } from '../inference/predict-input.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { disposeParams, type Params } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import { inputTensor } from '../tokenizers/tokenizer.ts';
import type { ExportFacts } from './export-facts.ts';
import type { CardKind } from './model-card.ts';
import { modelFiles, snippetsFor } from './model-files.ts';

const one = { mean: [0.5], std: [0.25] };
const three = MICRO.normalization;
const patches = { kind: 'patch', inputSize: [16, 16], patchSize: [8, 8], stride: [8, 8], inChannels: 1, transposed: false } as const;

/** Configuration, axes of one sample, and whether timm has such a model. */
const MODELS: readonly [string, EncoderConfig, number[], boolean][] = [
  ['log-mel', { ...MICRO, modality: 'audio', tokenizer: patches, normalization: one }, [1, 16, 16], true],
  [
    'filter bank, patches that overlap',
    { ...MICRO, modality: 'audio', tokenizer: { ...patches, inputSize: [16, 24], stride: [4, 4], transposed: true }, normalization: one },
    [24, 16],
    false,
  ],
  [
    'points',
    {
      ...MICRO,
      modality: 'point',
      positions: 'mlp',
      tokenizer: { kind: 'points', groups: 4, neighbours: 8, norm: 'layer', widths: [8, 16, 16] },
      normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
    },
    [64, 3],
    false,
  ],
  [
    'clips',
    {
      ...MICRO,
      modality: 'video',
      positions: 'sinusoid',
      tokenizer: { kind: 'tubelet', frames: 4, inputSize: [16, 16], tubeletSize: [2, 8, 8], inChannels: 3 },
      normalization: three,
    },
    [4, 3, 16, 16],
    false,
  ],
];

beforeAll(async () => {
  await startNodeBackend('cpu');
  const script = createRequire(import.meta.url).resolve('onnxruntime-web');
  ort.env.wasm.wasmPaths = `${script.slice(0, script.lastIndexOf('/'))}/`;
  ort.env.wasm.numThreads = 1;
});

async function written(kind: CardKind, facts: ExportFacts, params: Params): Promise<Map<string, Blob>> {
  const files = new Map<string, Blob>();
  for (const file of await modelFiles(kind, facts, params)) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of file.parts()) parts.push(part);
    files.set(file.name, new Blob(parts));
  }
  return files;
}

function sampleOf(shape: readonly number[], count: number): Float32Array {
  const rng = createRng(3, 'samples');
  return Float32Array.from({ length: count * shape.reduce((a, b) => a * b) }, () => 2 * rng.next() - 1);
}

async function logitsOf(params: Params, config: EncoderConfig, values: Float32Array, count: number): Promise<Float32Array> {
  const input = inputTensor(config, values, count);
  const logits = encoderForward(params, config, input, plainLinear);
  const found = await logits.data<'float32'>();
  input.dispose();
  logits.dispose();
  return found;
}

describe.each(MODELS)('%s', (_, config, shape, isTimm) => {
  test.each(['merged', 'un-merged'] as const)('%s files are opened again', async (kind) => {
    const { pathway, merged, facts } = await microExport(config, kind === 'un-merged');
    const values = sampleOf(shape, 2);
    const files = await written(kind, facts, kind === 'merged' ? merged : pathway);
    const configText = await files.get('config.json')!.text();
    expect(configText.includes('"architecture"')).toBe(isTimm);
    const readme = await files.get('README.md')!.text();
    expect(readme).not.toMatch(/picture|image[ -]class/);
    const weights = bufferSource(await files.get('model.safetensors')!.arrayBuffer(), 'model.safetensors');
    const model = await loadEncoder({ folder: 'export', configText, weights, readme });
    expect(model.config.modality).toBe(config.modality);
    expect(model.numClasses).toBe(3);
    const found = await predictInput(model, { shape: [2, ...shape], data: values });
    expect(relative(found.data, await logitsOf(merged, config, values, 2))).toBeLessThan(1e-5);
    for (const params of [pathway, merged]) disposeParams(params);
  });

  test('ONNX gives the same logits, or says why it cannot', async () => {
    const { pathway, merged, facts } = await microExport(config);
    const { tokenizer } = config;
    if (tokenizer.kind === 'points' || (tokenizer.kind === 'patch' && tokenizer.transposed)) {
      await expect(modelFiles('onnx', facts, merged)).rejects.toMatchObject({ code: 'export-unsupported' });
    } else {
      const files = await written('onnx', facts, merged);
      const session = await ort.InferenceSession.create(new Uint8Array(await files.get('onnx/model.onnx')!.arrayBuffer()));
      const values = sampleOf(shape, 3);
      const { logits } = await session.run({ pixel_values: new ort.Tensor('float32', values, [3, ...shape]) });
      expect(relative(logits!.data as Float32Array, await logitsOf(merged, config, values, 3))).toBeLessThan(1e-5);
      const { label_names } = JSON.parse(await files.get('config.json')!.text());
      expect(label_names).toEqual(facts.classNames);
      await session.release();
    }
    for (const params of [pathway, merged]) disposeParams(params);
  });

  test('says how it is loaded', () => {
    const titles = snippetsFor('merged', { encoder: config }).map(({ title }) => title);
    expect(titles).toEqual([...(isTimm ? ['timm (Python)'] : []), 'this playground']);
    for (const { code } of snippetsFor('onnx', { encoder: config })) expect(code).not.toContain('Picture');
  });
});
