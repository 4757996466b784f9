/**
 * @file Model folders: a good one loads with its extras set aside; a bad one is refused with the names and numbers that differ.
 */
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/read-fixture.ts';
import { initBody, initHead } from '../m2pt/encoder.ts';
import { misfit } from '../m2pt/misfit.ts';
import type { HostParams } from '../tensor/params.ts';
import { createRng } from '../tensor/rng.ts';
import { type ByteSource, blobSource, bufferSource } from './byte-source.ts';
import { loadEncoder } from './load-encoder.ts';
import { parseModelConfig } from './model-config.ts';
import { writeSafetensors } from './safetensors.ts';

const load = (configText: string, weights: ByteSource, name: string) => loadEncoder({ folder: name, configText, weights });

const folder = async (name: string) => ({
  text: new TextDecoder().decode(await readFixture(`models/${name}/config.json`)),
  weights: bufferSource(await readFixture(`models/${name}/model.safetensors`), 'model.safetensors'),
});

test('the micro model loads, and its final norm is set aside', async () => {
  const { text, weights } = await folder('micro-image');
  const model = await load(text, weights, 'micro-image');
  expect(model.config).toMatchObject({ embedDim: 32, depth: 2, numHeads: 4 });
  expect(Object.keys(model.params)).toEqual(Object.keys(initBody(model.config, 0)));
  expect(model.setAside).toEqual(['norm.bias', 'norm.weight']);
});

test('an auxiliary of another size is refused with the numbers', async () => {
  const target = await folder('micro-image');
  const other = await folder('misfit-audio');
  const sentence = misfit((await load(target.text, target.weights, 'a')).config, (await load(other.text, other.weights, 'b')).config);
  expect(sentence).toBe('misfit-audio does not fit micro-image: it has width 48 where the target has 32, depth 3 where the target has 2.');
});

describe('a model folder that does not fit', () => {
  const changed = async (change: (config: Record<string, unknown>) => void) => {
    const { text, weights } = await folder('micro-image');
    const config = JSON.parse(text);
    change(config);
    return load(JSON.stringify(config), weights, 'mine');
  };
  test('names the tensors and both shapes', async () => {
    const loading = changed((config) => {
      config.embedDim = 64;
    });
    await expect(loading).rejects.toThrowError(
      expect.objectContaining({
        code: 'model-shapes',
        message: expect.stringContaining('“patch_embed.proj.weight” is 32×3×16×16, expected 64×3×16×16'),
      }),
    );
  });
  test('names missing blocks', async () => {
    const loading = changed((config) => {
      config.depth = 3;
    });
    await expect(loading).rejects.toThrowError(/“blocks\.2\.norm1\.weight” is missing/);
  });
  test('refuses values that are not finite', async () => {
    const { text } = await folder('micro-image');
    const body = initBody(parseModelConfig(text, 'c').config, 0);
    body.pos_embed!.data[3] = Number.NaN;
    await expect(load(text, bufferSource(writeSafetensors(body), 'm'), 'mine')).rejects.toThrowError(
      /“pos_embed” holds values that are not finite/,
    );
  });
  test.each([
    ['not JSON', '{', 'is not JSON'],
    ['a missing width', '{"format":"m2pt-encoder","version":1}', 'embedDim'],
    ['another format', '{"format":"timm"}', 'format'],
  ])('%s is named', async (_, text, words) => {
    await expect(load(text, bufferSource(new ArrayBuffer(0), 'm'), 'mine')).rejects.toThrowError(
      expect.objectContaining({ code: 'model-config', message: expect.stringContaining(words) }),
    );
  });
  test.each([
    ['too many parameters', { embedDim: 4096, depth: 64, mlpRatio: 16 }, /million parameters; at most 400 million/],
    ['an MLP ratio that gives no whole width', { mlpRatio: 1.01 }, /gives no whole number of hidden units/],
  ])('%s is named', async (_, change, words) => {
    const loading = changed((config) => Object.assign(config, change));
    await expect(loading).rejects.toThrowError(words);
  });
  test('a width that its heads do not divide is named', async () => {
    const loading = changed((config) => {
      config.numHeads = 5;
    });
    await expect(loading).rejects.toThrowError(/no multiple of its 5 heads/);
  });
});

describe('an un-merged pathway', () => {
  const unmerged = async (scale: number[]) => {
    const { text } = await folder('micro-image');
    const body = initBody(parseModelConfig(text, 'c').config, 0);
    const weight = body['blocks.1.attn.qkv.weight']!;
    const aux = weight.data.map((_, index) => Math.cos(index));
    const tensors: HostParams = {
      ...body,
      'blocks.1.attn.qkv.aux_weight': { shape: weight.shape, data: aux },
      'blocks.1.attn.qkv.cross_modal_scale': { shape: [scale.length], data: Float32Array.from(scale) },
    };
    return { text, weight, aux, tensors };
  };

  test.each([[[0.5]], [[0.5, -1, 2]]])('is folded in with scales %j', async (scale) => {
    const { text, weight, aux, tensors } = await unmerged(scale);
    const model = await load(text, bufferSource(writeSafetensors(tensors), 'm'), 'mine');
    const third = weight.data.length / scale.length;
    const want = weight.data.map((value, index) => value + scale[Math.floor(index / third)]! * aux[index]!);
    expect(model.params['blocks.1.attn.qkv.weight']!.data.every((value, index) => Math.abs(value - want[index]!) < 1e-6)).toBe(true);
    expect(Object.keys(model.params).some((name) => name.includes('aux'))).toBe(false);
    expect(model.notes).toEqual([expect.stringContaining('un-merged pathway: 1 auxiliary')]);
  });

  test('is refused when a scale is missing', async () => {
    const { text, tensors } = await unmerged([1]);
    delete tensors['blocks.1.attn.qkv.cross_modal_scale'];
    await expect(load(text, bufferSource(writeSafetensors(tensors), 'm'), 'mine')).rejects.toThrowError(
      expect.objectContaining({ code: 'model-pathway', message: expect.stringContaining('blocks.1.attn.qkv') }),
    );
  });
});

describe('weights that are no weights', () => {
  test('are refused by the tensor and the place', async () => {
    const { text } = await folder('micro-image');
    const body = initBody(parseModelConfig(text, 'c').config, 0);
    body['blocks.0.mlp.fc1.bias']!.data[5] = Number.POSITIVE_INFINITY;
    await expect(load(text, bufferSource(writeSafetensors(body), 'm'), 'mine')).rejects.toThrowError(
      expect.objectContaining({ code: 'model-not-finite', message: expect.stringMatching(/“blocks.0.mlp.fc1.bias”.*Infinity at place 5/) }),
    );
  });

  test('integers are refused by name', async () => {
    const { text } = await folder('micro-image');
    const written = writeSafetensors(initBody(parseModelConfig(text, 'c').config, 0));
    // The first entry becomes I32, of the same size.
    const bytes = new Uint8Array(written);
    const at = new TextDecoder('latin1').decode(bytes).indexOf('"F32"');
    bytes.set(new TextEncoder().encode('"I32"'), at);
    await expect(load(text, bufferSource(written, 'm'), 'mine')).rejects.toThrowError(
      expect.objectContaining({ code: 'model-integers', message: expect.stringContaining('as I32') }),
    );
  });
});

test('a block more than the configuration states is refused, a decoder is set aside', async () => {
  const { text } = await folder('micro-image');
  const config = parseModelConfig(text, 'c').config;
  const deeper = initBody({ ...config, depth: 3 }, 0);
  await expect(load(text, bufferSource(writeSafetensors(deeper), 'm'), 'mine')).rejects.toThrowError(/take part in the model.*blocks\.2\./);
  const decoder = { 'decoder_blocks.0.norm1.weight': { shape: [2], data: Float32Array.of(1, 2) } };
  const model = await load(text, bufferSource(writeSafetensors({ ...initBody(config, 0), ...decoder }), 'm'), 'mine');
  expect(model.setAside).toEqual(['decoder_blocks.0.norm1.weight']);
});

test('an incomplete head is set aside and said', async () => {
  const { text } = await folder('micro-image');
  const config = parseModelConfig(text, 'c').config;
  const head = initHead(config, 4, createRng(0, 'x'));
  const complete = await load(text, bufferSource(writeSafetensors({ ...initBody(config, 0), ...head }), 'm'), 'mine');
  expect([complete.numClasses, Object.keys(complete.head ?? {})]).toEqual([4, Object.keys(head)]);
  delete head['head.bias'];
  const model = await load(text, bufferSource(writeSafetensors({ ...initBody(config, 0), ...head }), 'm'), 'mine');
  expect([model.head, model.numClasses]).toEqual([null, 0]);
  expect(model.notes.join()).toContain('“head.bias” is missing');
  expect(complete.headProblem).toBeUndefined();
  expect(model.headProblem).toMatch(/^The head in m cannot be used: “head\.bias” is missing\.$/);
  delete head['head.weight'];
  const none = await load(text, bufferSource(writeSafetensors({ ...initBody(config, 0), ...head }), 'm'), 'mine');
  expect([none.head, none.headProblem]).toEqual([null, undefined]);
  const probe = { 'head.1.weight': { shape: [1], data: Float32Array.of(1) } };
  const foreign = await load(text, bufferSource(writeSafetensors({ ...initBody(config, 0), ...probe }), 'm'), 'mine');
  expect(foreign.headProblem).toMatch(/“head\.1\.weight”/);
  expect(model.setAside).toContain('head.weight');
});

test('names of no known family are listed', async () => {
  const tensors = { 'features.0.weight': { shape: [1], data: Float32Array.of(1) } };
  const loading = loadEncoder({ folder: 'm', configText: null, weights: bufferSource(writeSafetensors(tensors), 'm.safetensors') });
  await expect(loading).rejects.toThrowError(
    expect.objectContaining({ code: 'model-family', message: expect.stringContaining('features.0.weight') }),
  );
});

test('another picture size resamples the positions; a size that no patch divides is refused', async () => {
  const { text, weights } = await folder('micro-image');
  const files = { folder: 'mine', configText: text, weights };
  const model = await loadEncoder(files, [96, 32]);
  expect(model.config.tokenizer).toMatchObject({ inputSize: [96, 32] });
  expect(model.params.pos_embed!.shape).toEqual([1, 12, 32]);
  expect(model.params.pos_embed!.data).toHaveLength(12 * 32);
  expect(model.notes.join()).toContain('from 4×4 to 6×2');
  await expect(loadEncoder(files, [90, 32])).rejects.toThrowError(expect.objectContaining({ code: 'input-size' }));
});

test('a file is never asked for more than its largest tensor, and each byte once', async () => {
  const { text } = await folder('micro-image');
  const weights = bufferSource(writeSafetensors(initBody(parseModelConfig(text, 'c').config, 0)), 'm');
  const asked: number[] = [];
  const watched: ByteSource = {
    ...weights,
    read: (begin, end) => {
      asked.push(end - begin);
      return weights.read(begin, end);
    },
  };
  const { params } = await load(text, watched, 'mine');
  const [start, header, ...tensors] = asked;
  expect(Math.max(...tensors)).toBe(Math.max(...Object.values(params).map(({ data }) => data.byteLength)));
  expect(asked.reduce((a, b) => a + b)).toBe(weights.size + start! - 8);
  expect(header).toBeLessThan(8192);
});

test('a Blob is read in parts too', async () => {
  const { text, weights } = await folder('micro-image');
  const blob = new Blob([await weights.read(0, weights.size)]);
  expect((await load(text, blobSource(blob, 'm'), 'mine')).params).toEqual((await load(text, weights, 'mine')).params);
});
