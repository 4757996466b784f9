/**
 * @file Tables of names against the names that timm and transformers write and use (test/fixtures/safetensors, made by
 * reference/published_names.py) and against files that they saved (test/fixtures/published): every name is known, both
 * namings of transformers give the same model, and the way back gives the file again, byte for byte.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/read-fixture.ts';
import type { Family } from '../m2pt/encoder-config.ts';
import type { HostParams } from '../tensor/params.ts';
import { bufferSource } from './byte-source.ts';
import { canonicalNames, canonicalParams } from './canonical.ts';
import { detectFamily } from './detect-family.ts';
import { toFileTensors } from './file-tensors.ts';
import { inspectCheckpoint } from './inspect-checkpoint.ts';
import { loadEncoder } from './load-encoder.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const FIXTURES = new URL('../../../test/fixtures/', import.meta.url);

type Shapes = Record<string, number[]>;
interface Golden {
  huggingface: Record<string, { config: Record<string, unknown>; file: Shapes; memory: Shapes }>;
  timm: Record<string, Shapes>;
}
const golden = JSON.parse(readFileSync(new URL('safetensors/published-names.json', FIXTURES), 'utf8')) as Golden;

const FAMILIES: Record<string, Family> = {
  vit: 'hf-vit',
  deit: 'hf-deit',
  vit_mae: 'hf-vit-mae',
  'audio-spectrogram-transformer': 'hf-ast',
  videomae: 'hf-videomae',
};
const huggingFace = Object.entries(golden.huggingface);

/** Different small numbers everywhere. */
function numbers(shapes: Shapes): HostParams {
  let next = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((product, dim) => product * dim, 1);
      return [name, { shape, data: Float32Array.from({ length: size }, () => Math.sin(next++)) }];
    }),
  );
}

const load = (folder: string, tensors: HostParams, config: unknown) =>
  loadEncoder({
    folder,
    configText: config ? JSON.stringify(config) : null,
    weights: bufferSource(writeSafetensors(tensors), 'model.safetensors'),
  });

const plain = (tensors: HostParams) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape: [...shape], data: [...data] }]));

/** Base models are saved without the prefix that is written here; transformers loads both. */
const withPrefix = (key: string, written: HostParams) =>
  /^(embeddings|encoder\.layer|layernorm)\b/.test(key) ? `${Object.keys(written)[0]!.split('.')[0]!}.${key}` : key;

describe('transformers', () => {
  test.each(huggingFace)('%s: both namings are known whole and mean the same', (_, { config, file, memory }) => {
    const family = FAMILIES[config.model_type as string]!;
    const [saved, live] = [file, memory].map((shapes) => canonicalNames(Object.entries(shapes), family));
    for (const { unknown, twice } of [saved!, live!]) expect({ unknown, twice }).toEqual({ unknown: [], twice: [] });
    const sorted = (names: typeof saved) => [...names!.tensors].map(([name, { shape }]) => `${name} ${shape}`).sort();
    expect(sorted(live)).toEqual(sorted(saved));
    expect(saved!.tensors.size).toBeGreaterThan(20);
  });

  test.each(huggingFace)('%s: the family is told from the names, with and without the config', (name, { config, file, memory }) => {
    const family = FAMILIES[config.model_type as string]!;
    for (const shapes of [file, memory]) {
      expect(detectFamily(new Map(Object.entries(shapes)), family)).toBe(family);
      // A ViTMAE encoder alone has the very names of a ViT.
      expect(detectFamily(new Map(Object.entries(shapes)), null)).toBe(name === 'ViTMAEModel' ? 'hf-vit' : family);
    }
  });

  test.each(huggingFace)('%s loads, and goes back to the names it came from', async (name, { config, file }) => {
    const tensors = numbers(file);
    const model = await load(name, tensors, config);
    expect(model.family).toBe(FAMILIES[config.model_type as string]);
    expect(model.numClasses).toBe(Object.keys(file).some((key) => key.includes('classifier')) ? 5 : 0);
    const back = toFileTensors(model.family, model.config, { ...model.params, ...model.head });
    const kept = Object.keys(file).filter((key) => !model.setAside.includes(key));
    expect(plain(back)).toEqual(plain(Object.fromEntries(kept.map((key) => [withPrefix(key, back), tensors[key]!]))));
  });

  test.each(huggingFace)('%s: wrappers around all names are taken off', async (name, { config, file }) => {
    const tensors = numbers(file);
    const wrapped = Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [`module.model.${key}`, tensor]));
    expect((await load(name, wrapped, config)).params).toEqual((await load(name, tensors, config)).params);
  });

  test('a VideoMAE key bias is zero', async () => {
    const { config, file } = golden.huggingface.VideoMAEForVideoClassification!;
    const { params } = await load('v', numbers(file), config);
    const bias = params['blocks.1.attn.qkv.bias']!.data;
    expect(bias).toHaveLength(72);
    expect([...bias.subarray(24, 48)]).toEqual(Array(24).fill(0));
    expect([...bias.subarray(0, 24), ...bias.subarray(48)].every((value) => value !== 0)).toBe(true);
  });

  test('decoder, mask token and pooler are set aside with a note, nothing else', async () => {
    for (const name of ['ViTModel', 'ViTMAEForPreTraining', 'VideoMAEForPreTraining']) {
      const { config, file } = golden.huggingface[name]!;
      const { setAside, notes } = await load(name, numbers(file), config);
      expect(setAside).toEqual(Object.keys(file).filter((key) => /^(decoder|pooler|mask_token|encoder_to_decoder)/.test(key)));
      expect(notes).toEqual([expect.stringMatching(/^No file states how inputs/), expect.stringMatching(/^Set aside/)]);
    }
  });
});

/** timm's names with a linear each for q, k, v, and the fused matrices they were cut from. */
const separate = (tensors: HostParams, withKeyBias: boolean): HostParams =>
  Object.fromEntries(
    Object.entries(tensors).flatMap(([name, { shape, data }]) => {
      const [, path, leaf] = /^(.*\.attn)\.qkv\.(weight|bias)$/.exec(name) ?? [];
      if (!path) return [[name, { shape, data }]];
      const step = data.length / 3;
      return ['q', 'k', 'v'].flatMap((part, index) => {
        if (leaf === 'bias' && part === 'k' && !withKeyBias) return [];
        const tensor = { shape: [shape[0]! / 3, ...shape.slice(1)], data: data.slice(index * step, (index + 1) * step) };
        return [[`${path}.${part}.${leaf}`, tensor]];
      });
    }),
  );

describe('timm', () => {
  const given = {
    architecture: 'vit_tiny_patch16_224',
    model_args: { img_size: 24, patch_size: 8, embed_dim: 24, depth: 2, num_heads: 3 },
  };
  const tiny = () => numbers(golden.timm.vit_tiny_patch16_224!);

  test.each(['timm_model.', 'backbone.', 'module.backbone.'])('the wrapper %s is taken off', async (prefix) => {
    const wrapped = Object.fromEntries(Object.entries(tiny()).map(([name, tensor]) => [prefix + name, tensor]));
    const stated = prefix === 'timm_model.' ? { ...given, model_type: 'timm_wrapper' } : given;
    const model = await load('w', wrapped, stated);
    expect([model.family, model.params]).toEqual(['timm', (await load('w', tiny(), given)).params]);
  });

  test('q, k, v of their own are joined, with their biases; a key bias may be absent', async () => {
    const whole = await load('w', tiny(), given);
    expect((await load('w', separate(tiny(), true), given)).params).toEqual(whole.params);
    const bias = 'blocks.1.attn.qkv.bias';
    const keyless = (await load('w', separate(tiny(), false), given)).params[bias]!.data;
    const own = whole.params[bias]!.data;
    expect([...keyless]).toEqual([...own].map((value, index) => (index >= 24 && index < 48 ? 0 : value)));
    const back = toFileTensors('timm', whole.config, { ...whole.params, ...whole.head });
    expect(Object.keys(back)).toContain('blocks.0.attn.qkv.weight');
  });

  test('names are the canonical ones', () => {
    for (const name of ['vit_tiny_patch16_224', 'deit_tiny_distilled_patch16_224']) {
      const { tensors, unknown, aside } = canonicalNames(Object.entries(golden.timm[name]!), 'timm');
      expect([...tensors.keys()]).toEqual(Object.keys(golden.timm[name]!));
      expect([unknown, aside.size]).toEqual([[], 0]);
    }
  });

  test.each([
    ['layer_scale', /blocks\.0\.ls1\.gamma/],
    ['qk_norm', /blocks\.0\.attn\.q_norm/],
  ])('a ViT with %s is refused by the names that would change its result', async (name, words) => {
    const tensors = numbers(golden.timm[name]!);
    const config = {
      architecture: 'vit_tiny_patch16_224',
      model_args: { img_size: 24, patch_size: 8, embed_dim: 24, depth: 2, num_heads: 3 },
    };
    await expect(load(name, tensors, config)).rejects.toThrowError(
      expect.objectContaining({ code: 'model-names', message: expect.stringMatching(words) }),
    );
    const weights = bufferSource(writeSafetensors(tensors), 'model.safetensors');
    const report = await inspectCheckpoint({ folder: name, configText: JSON.stringify(config), weights });
    expect(report.problems[0]).toMatch(words);
    expect(report.unknown.some((unknown) => words.test(unknown))).toBe(true);
  });
});

test('four register tokens do not pass for one dist token', async () => {
  const args = { img_size: 24, patch_size: 8, embed_dim: 24, depth: 2, num_heads: 3 };
  const tensors = numbers(golden.timm.registers!);
  const stated = (reg: number) => ({ architecture: 'vit_tiny_patch16_224', model_args: { ...args, reg_tokens: reg } });
  await expect(load('r', tensors, stated(4))).rejects.toThrowError(/reg_tokens = 4/);
  await expect(load('r', tensors, stated(1))).rejects.toThrowError(/“dist_token” is 1×4×24, expected 1×1×24/);
  await expect(load('r', tensors, stated(0))).rejects.toThrowError(expect.objectContaining({ code: 'model-shapes' }));
});

const published = new URL('published/', FIXTURES);
const folders = existsSync(published) ? readdirSync(published) : [];

describe.skipIf(folders.length === 0)('files that PyTorch saved', () => {
  test.each(folders)('%s is the same again under its own names', async (name) => {
    const weights = await readFixture(`published/${name}/model.safetensors`);
    const configText = new TextDecoder().decode(await readFixture(`published/${name}/config.json`));
    const model = await loadEncoder({ folder: name, configText, weights: bufferSource(weights, 'model.safetensors') });
    const { tensors } = readSafetensors(weights, name);
    const back = toFileTensors(model.family, model.config, { ...model.params, ...model.head });
    const kept = Object.entries(tensors).filter(([key]) => !model.setAside.includes(key));
    expect(plain(back)).toEqual(plain(Object.fromEntries(kept.map(([key, tensor]) => [withPrefix(key, back), tensor]))));
    const again = await canonicalParams(back, model.family);
    expect(plain(again)).toEqual(plain({ ...model.params, ...model.head }));
  });
});

test('our own models keep their names', async () => {
  const configText = new TextDecoder().decode(await readFixture('models/micro-image/config.json'));
  const weights = bufferSource(await readFixture('models/micro-image/model.safetensors'), 'model.safetensors');
  const model = await loadEncoder({ folder: 'micro-image', configText, weights });
  expect(model.family).toBe('m2pt');
  expect(toFileTensors('m2pt', model.config, model.params)).toEqual(model.params);
});

test('a tensor without a name in the family is refused by name', () => {
  const given = { cls_pos: { shape: [1], data: Float32Array.of(1) } };
  expect(() => toFileTensors('hf-vit', { head: 'linear' }, given)).toThrowError(/“cls_pos” has no name in the layout hf-vit/);
});
