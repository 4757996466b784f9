/**
 * @file ONNX exports run by onnxruntime-web, an engine we did not write: the logits of every encoder shape, for one sample
 * and for several, agree with ours; what the file says of itself; what is refused.
 */
import { createRequire } from 'node:module';
import { fromBinary } from '@bufbuild/protobuf';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { microExport, microPixels, SHAPES } from '../../../../test/micro-export.ts';
import { startNodeBackend } from '../../../../test/node-backend.ts';
import { twoBranchLinear } from '../../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../../m2pt/encoder.ts';
import type { EncoderConfig } from '../../m2pt/encoder-config.ts';
import { POINT_MAE_NET } from '../../m2pt/plain-shape.ts';
import { disposeParams } from '../../tensor/params.ts';
import { inputTensor } from '../../tokenizers/tokenizer.ts';
import type { FileInParts } from '../file-in-parts.ts';
import { tensorSources } from '../tensor-source.ts';
import { ModelProtoSchema } from './onnx_pb.js';
import { onnxFile } from './onnx-file.ts';

beforeAll(async () => {
  await startNodeBackend('cpu');
  const script = createRequire(import.meta.url).resolve('onnxruntime-web');
  ort.env.wasm.wasmPaths = `${script.slice(0, script.lastIndexOf('/'))}/`;
  ort.env.wasm.numThreads = 1;
});

async function bytesOfFile(file: FileInParts): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.size);
  let at = 0;
  for await (const part of file.parts()) {
    bytes.set(part, at); // throws when the stated size is too small
    at += part.length;
  }
  expect(at, 'stated size').toBe(file.size);
  return bytes;
}

function relativeDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}

async function exported(config: EncoderConfig, splitQkv = false) {
  const micro = await microExport(config, splitQkv);
  const bytes = await bytesOfFile(onnxFile('model.onnx', micro.facts, tensorSources(micro.merged)));
  return { ...micro, bytes };
}

describe('model.onnx', () => {
  test.each(Object.entries(SHAPES))('gives our logits in onnxruntime-web: %s', async (_, config) => {
    const { pathway, merged, bytes } = await exported(config);
    const { tokenizer } = config;
    if (tokenizer.kind !== 'patch') throw new Error('a micro model takes pictures');
    const session = await ort.InferenceSession.create(bytes);
    for (const count of [1, 3]) {
      const pixels = microPixels(config, count);
      const input = inputTensor(config, pixels, count);
      const ours = encoderForward(pathway, config, input, twoBranchLinear);
      const { logits } = await session.run({
        pixel_values: new ort.Tensor('float32', pixels, [count, tokenizer.inChannels, ...tokenizer.inputSize]),
      });
      expect(logits!.dims).toEqual([count, 3]);
      expect(relativeDifference(logits!.data as Float32Array, await ours.data<'float32'>())).toBeLessThan(1e-5);
      ours.dispose();
      input.dispose();
    }
    await session.release();
    disposeParams(pathway);
    disposeParams(merged);
  });

  test('names its parameters as timm does, and says what it is', async () => {
    const { pathway, merged, bytes } = await exported(SHAPES.nano!, true);
    const model = fromBinary(ModelProtoSchema, bytes);
    const graph = model.graph!;
    const names = graph.initializer.map(({ name }) => name);
    expect(names.filter((name) => Object.hasOwn(merged, name)).sort()).toEqual(Object.keys(merged).sort());
    expect(graph.node.find(({ name }) => name === 'blocks.1.attn.qkv')?.input.slice(1)).toEqual([
      'blocks.1.attn.qkv.weight',
      'blocks.1.attn.qkv.bias',
    ]);
    const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
    expect(JSON.parse(metadata.class_names!)).toEqual(['rings', 'dots | stripes', '“grün” <b>']);
    expect(JSON.parse(metadata.mean!)).toEqual([0.5, 0.5, 0.5]);
    expect(metadata.license).toBe('cc-by-nc-4.0');
    expect(model.opsetImport.map(({ version }) => version)).toEqual([17n]);
    disposeParams(pathway);
    disposeParams(merged);
  });

  test('refuses by name what it cannot express, and what one file cannot hold', async () => {
    const { pathway, merged, facts } = await microExport(SHAPES.nano!);
    const file = (changes: Partial<EncoderConfig>) => () =>
      onnxFile('model.onnx', { ...facts, encoder: { ...facts.encoder, ...changes } }, []);
    expect(file({ tokenizer: { kind: 'points', groups: 4, neighbours: 4, ...POINT_MAE_NET } })).toThrowError(
      /groups of neighbouring points/,
    );
    expect(file({ positions: 'mlp' })).toThrowError(/mlp positions/);
    expect(file({ head: 'mlp' })).toThrowError(/head of kind mlp/);
    expect(file({ pooling: 'cls-max' })).toThrowError(/pooling of kind cls-max/);
    const huge = [{ name: 'w', shape: [2 ** 15, 2 ** 14], read: () => Promise.reject(new Error('must not be read')) }];
    expect(() => onnxFile('model.onnx', facts, huge)).toThrowError(/2\.1 GB/);
    disposeParams(pathway);
    disposeParams(merged);
  });
});
