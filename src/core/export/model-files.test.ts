/**
 * @file Whole exports as zips: what is in them, and that the weights, the config and the card say the truth. With
 * M2PT_EXPORTS set, the zips and golden logits stay in that folder: reference/test_export.py reads them with timm and onnx.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobReader, type FileEntry, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MicroExport, microExport, microPixels, SHAPES } from '../../../test/micro-export.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import { twoBranchLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import { disposeParams } from '../tensor/params.ts';
import { inputTensor } from '../tokenizers/tokenizer.ts';
import type { CardKind } from './model-card.ts';
import { modelFiles } from './model-files.ts';
import { zipFiles } from './zip-files.ts';

const KINDS: readonly CardKind[] = ['merged', 'un-merged', 'onnx'];
const KEPT = process.env.M2PT_EXPORTS;
const FOLDER = KEPT ?? mkdtempSync(join(tmpdir(), 'm2pt-exports-'));

beforeAll(() => startNodeBackend('cpu'));
afterAll(() => {
  if (!KEPT) rmSync(FOLDER, { recursive: true });
});

async function unzip(zip: Blob): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const entries = (await new ZipReader(new BlobReader(zip), { useWebWorkers: false }).getEntries()) as FileEntry[];
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of entries) {
    expect(entry.compressionMethod, entry.filename).toBe(0);
    expect(entry.bitFlag?.dataDescriptor, `${entry.filename} states its size first`).toBe(false);
    files.set(entry.filename, (await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })) as Uint8Array<ArrayBuffer>);
  }
  return files;
}

async function exportKind(kind: CardKind, { facts, pathway, merged }: MicroExport) {
  return zipFiles(await modelFiles(kind, facts, kind === 'un-merged' ? pathway : merged));
}

const text = (files: Map<string, Uint8Array>, name: string) => new TextDecoder().decode(files.get(name));

async function goldenLogits({ config, pathway }: MicroExport) {
  const values = microPixels(config, 2);
  const input = inputTensor(config, values, 2);
  const logits = encoderForward(pathway, config, input, twoBranchLinear);
  const golden = { shape: input.shape, pixels: Array.from(values), logits: await logits.array() };
  logits.dispose();
  input.dispose();
  return golden;
}

describe.each(Object.entries(SHAPES).map(([name, config], i) => ({ name, config, i })))('$name', ({ config, i }) => {
  test.each(i === 0 ? [false, true] : [i % 2 === 1])('is exported in three kinds, split λ: %s', async (splitQkv) => {
    const micro = await microExport(config, splitQkv);
    const folder = join(FOLDER, `${i}${splitQkv ? '-split' : ''}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'golden.json'), JSON.stringify(await goldenLogits(micro)));
    for (const kind of KINDS) {
      const zip = await exportKind(kind, micro);
      writeFileSync(join(folder, `${kind}.zip`), new Uint8Array(await zip.arrayBuffer()));
      const files = await unzip(zip);
      if (kind === 'onnx') {
        expect([...files.keys()]).toEqual(['config.json', 'preprocessor_config.json', 'README.md', 'onnx/model.onnx']);
        continue;
      }
      const weights = 'model.safetensors';
      expect([...files.keys()]).toEqual(['config.json', 'README.md', weights]);
      const { tensors, metadata } = readSafetensors(files.get(weights)!.buffer, weights);
      expect(metadata).toEqual({ format: 'pt' });
      const scales = Object.entries(tensors).filter(([name]) => name.endsWith('.cross_modal_scale'));
      expect(scales).toHaveLength(kind === 'merged' ? 0 : 4 * config.depth);
      for (const [name, { shape }] of scales) expect(shape).toEqual([name.endsWith('qkv.cross_modal_scale') && splitQkv ? 3 : 1]);
    }
    disposeParams(micro.pathway);
    disposeParams(micro.merged);
  });
});

test('config.json says what timm needs, and what the run was', async () => {
  const micro = await microExport(SHAPES.nano!, true);
  const config = JSON.parse(text(await unzip(await exportKind('un-merged', micro)), 'config.json'));
  expect(config).toMatchObject({
    architecture: 'vit_tiny_patch16_224',
    num_classes: 3,
    global_pool: 'avg',
    model_args: { img_size: 16, patch_size: 8, embed_dim: 32, depth: 2, num_heads: 4, class_token: false, fc_norm: true },
    pretrained_cfg: { input_size: [3, 16, 16], license: 'cc-by-nc-4.0', label_names: ['rings', 'dots | stripes', '“grün” <b>'] },
    m2pt: { form: 'un-merged', seed: 4, auxiliary: { license: 'CC-BY-NC-4.0', data: 'ten minutes of rain' } },
  });
  const { lambda } = config.m2pt;
  expect(Object.keys(lambda)).toHaveLength(micro.config.depth * 6);
  const [first] = await micro.pathway['blocks.0.attn.qkv.cross_modal_scale']!.data();
  expect(lambda['blocks.0.attn.qkv.q']).toBe(first);
  disposeParams(micro.pathway);
  disposeParams(micro.merged);
});

test('the card carries licences, numbers and citation, and no markup of names', async () => {
  const micro = await microExport(SHAPES.nano!);
  const card = text(await unzip(await exportKind('merged', micro)), 'README.md');
  expect(card).toMatch(/^---\nlicense: "cc-by-nc-4.0"\n/);
  expect(card).toContain('Test accuracy 75.0 % on 12 pictures');
  expect(card).toContain('without the auxiliary: 50.0 %');
  expect(card).toContain('ten minutes of rain');
  expect(card).toContain('Classes, in order: rings, dots \\| stripes, “grün” \\<b\\>.');
  expect(card).toContain('@inproceedings{');
  disposeParams(micro.pathway);
  disposeParams(micro.merged);
});

test('a shape that timm does not know keeps this app’s layout', async () => {
  const micro = await microExport(SHAPES.nano!);
  const facts = { ...micro.facts, encoder: { ...micro.config, pooling: 'max' as const } };
  const [config] = await modelFiles('merged', facts, micro.merged);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of config!.parts()) parts.push(part);
  expect(JSON.parse(await new Blob(parts).text())).toMatchObject({ format: 'm2pt-encoder', pooling: 'max', m2pt: { form: 'merged' } });
  disposeParams(micro.pathway);
  disposeParams(micro.merged);
});
