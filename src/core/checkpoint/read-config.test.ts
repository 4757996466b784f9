/**
 * @file Configurations of every kind: what they say, what they leave out, what is told from the tensors instead, and what is
 * refused by name.
 */
import { describe, expect, test } from 'vitest';
import { headerOnly, inspect, type Names, shapesOf } from '../../../test/fixtures/safetensors/header-only.ts';
import { VIT_TINY } from '../../../test/vit-tiny.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { POINT_MAE_NET } from '../m2pt/plain-shape.ts';
import { loadEncoder } from './load-encoder.ts';

const renamed = (shapes: Names, change: (name: string) => string): Names =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [change(name), shape]));

describe('timm', () => {
  const tiny = { architecture: 'vit_tiny_patch16_224', num_classes: 1000, global_pool: 'token' };

  test('the size word gives width, depth and heads; eps is 1e-6', async () => {
    const report = await inspect(tiny, shapesOf(VIT_TINY, 1000));
    expect(report).toMatchObject({ family: 'timm', numClasses: 1000, problems: [], missing: [], unknown: [] });
    expect(report.config).toEqual({ ...VIT_TINY, name: 'given' });
    expect(report.parameters).toBe(5_717_416);
  });

  test.each([
    ['vit_small_patch16_224', 384, 12, 6],
    ['vit_base_patch32_384', 768, 12, 12],
    ['vit_large_patch16_224', 1024, 24, 16],
    ['deit_base_patch16_384', 768, 12, 12],
  ])('%s', async (architecture, embedDim, depth, numHeads) => {
    const [patch, size] = architecture.match(/\d+/g)!.map(Number) as [number, number];
    const sides = { inputSize: [size, size], patchSize: [patch, patch], stride: [patch, patch] } as const;
    const tokenizer = { kind: 'patch', ...sides, inChannels: 3, transposed: false } as const;
    const report = await inspect({ architecture }, shapesOf({ ...VIT_TINY, embedDim, depth, numHeads, tokenizer }, 10));
    expect(report.problems).toEqual([]);
    expect(report.config).toMatchObject({ embedDim, depth, numHeads, tokenizer: { inputSize: [size, size], patchSize: [patch, patch] } });
  });

  test('mean pooling puts the norm behind it, unless fc_norm is false', async () => {
    const average: EncoderConfig = { ...VIT_TINY, pooling: 'mean', finalNorm: 'fc_norm' };
    expect((await inspect({ ...tiny, global_pool: 'avg' }, shapesOf(average, 7))).config).toMatchObject({
      pooling: 'mean',
      finalNorm: 'fc_norm',
    });
    const before: EncoderConfig = { ...VIT_TINY, pooling: 'mean' };
    const stated = { ...tiny, global_pool: 'avg', model_args: { fc_norm: false } };
    expect((await inspect(stated, shapesOf(before, 7))).config).toMatchObject({ pooling: 'mean', finalNorm: 'norm' });
  });

  test('AudioMAE in timm’s clothes takes spectrograms', async () => {
    const audio: EncoderConfig = {
      ...VIT_TINY,
      ...{ embedDim: 768, numHeads: 12 },
      tokenizer: { ...VIT_TINY.tokenizer, inputSize: [1024, 128], inChannels: 1 } as EncoderConfig['tokenizer'],
    };
    const stated = {
      architecture: 'vit_base_patch16_1024_128',
      num_classes: 0,
      pretrained_cfg: { input_size: [1, 1024, 128], mean: -4.2677393, std: 4.5689974, license: 'cc-by-4.0', tag: 'audiomae_as2m' },
    };
    const report = await inspect(stated, shapesOf(audio, 0));
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({
      license: 'cc-by-4.0',
      numClasses: 0,
      config: { modality: 'audio', tokenizer: { inputSize: [1024, 128] } },
    });
    expect(report.config!.normalization).toEqual({ mean: [-4.2677393], std: [9.1379948] });
  });

  test('positions of another grid are resampled, and it is said', async () => {
    const larger = { ...tiny, pretrained_cfg: { input_size: [3, 384, 384], mean: [0.4, 0.4, 0.4], std: [0.2, 0.2, 0.2] } };
    const report = await inspect(larger, shapesOf(VIT_TINY, 1000));
    expect(report.problems).toEqual([]);
    expect(report.config).toMatchObject({ tokenizer: { inputSize: [384, 384] }, normalization: { mean: [0.4, 0.4, 0.4] } });
  });

  test('a tag behind the architecture is its weights’, and tells how they were trained', async () => {
    const report = await inspect({ architecture: 'vit_tiny_patch16_224.augreg_in21k' }, shapesOf(VIT_TINY, 3));
    expect(report.problems).toEqual([]);
    expect(report.config).toEqual({ ...VIT_TINY, name: 'given' });
    const mae = await inspect({ architecture: 'vit_tiny_patch16_224.mae' }, shapesOf(VIT_TINY, 0));
    expect(mae.config!.normalization.mean).toEqual([0.485, 0.456, 0.406]);
  });

  test.each([
    [2.6666666, 511],
    [2.6666666, 512],
    [2.6666667, 512],
  ])('ratio %f has the %i hidden units of the tensors', async (ratio, hidden) => {
    const shapes = shapesOf({ ...VIT_TINY, mlpRatio: hidden / 192 }, 3);
    expect(shapes['blocks.0.mlp.fc1.weight']).toEqual([hidden, 192]);
    const report = await inspect({ ...tiny, model_args: { mlp_ratio: ratio } }, shapes);
    expect([report.problems, report.config?.mlpRatio]).toEqual([[], hidden / 192]);
  });

  test('a picture that patches do not divide loses its edge, and it is said', async () => {
    const report = await inspect({ ...tiny, model_args: { img_size: 230 } }, shapesOf(VIT_TINY, 3));
    expect(report.problems).toEqual([]);
    expect(report.config!.tokenizer).toMatchObject({ inputSize: [230, 230] });
    expect(report.notes.join()).toContain('Patches of 16×16 cover 224×224 of the input’s 230×230');
  });

  test('one channel is no fault of a checkpoint', async () => {
    const gray = { ...VIT_TINY, tokenizer: { ...VIT_TINY.tokenizer, inputSize: [128, 128], inChannels: 1 } } as EncoderConfig;
    const report = await inspect({ ...tiny, model_args: { img_size: 128, in_chans: 1 } }, shapesOf(gray, 35));
    expect([report.problems, report.config?.tokenizer]).toEqual([[], gray.tokenizer]);
  });

  test.each([
    [1000, 7, /states 1000 classes; the file has a head of 7/],
    [1000, 0, /states 1000 classes; the file has no head/],
    [0, 7, /states 0 classes; the file has a head of 7/],
  ])('%i classes stated, a head of %i: said', async (classes, rows, words) => {
    const report = await inspect({ ...tiny, num_classes: classes }, shapesOf(VIT_TINY, rows));
    expect([report.problems, report.numClasses]).toEqual([[], rows]);
    expect(report.notes.join()).toMatch(words);
  });

  test.each([
    ['another architecture', { architecture: 'resnet50' }, /“resnet50”/],
    ['CLIP’s ViT', { architecture: 'vit_base_patch16_clip_224' }, /clip/],
    ['DeiT III', { architecture: 'deit3_base_patch16_224' }, /deit3/],
    ['layer scale', { ...tiny, model_args: { init_values: 1e-5 } }, /init_values = 0.00001/],
    ['registers', { ...tiny, model_args: { reg_tokens: 4 } }, /reg_tokens = 4/],
    ['positions without the prefix', { ...tiny, model_args: { no_embed_class: true } }, /no_embed_class = true/],
    ['an unknown argument', { ...tiny, model_args: { swiglu: 1 } }, /swiglu = 1/],
    ['an argument of the prototype', { ...tiny, model_args: { toString: 1 } }, /toString = 1/],
    ['another pooling', { ...tiny, global_pool: 'map' }, /“map”/],
    ['a text for a number', { ...tiny, model_args: { depth: 'x' } }, /model_args\.depth/],
    ['another width', { ...tiny, architecture: 'vit_small_patch16_224' }, /“patch_embed.proj.weight” is 192×3×16×16, expected 384×3×16×16/],
    ['fewer heads than divide', { ...tiny, model_args: { num_heads: 5 } }, /no multiple of its 5 heads/],
  ])('%s is refused by name', async (_, config, words) => {
    expect((await inspect(config, shapesOf(VIT_TINY, 1000))).problems.join()).toMatch(words);
  });
});

describe('Hugging Face', () => {
  const names = (shapes: Names) => shapes;
  const layer = 'vit.encoder.layer.0';
  const vit = (D: number, hidden: number): Names =>
    names({
      'vit.embeddings.cls_token': [1, 1, D],
      'vit.embeddings.position_embeddings': [1, 197, D],
      'vit.embeddings.patch_embeddings.projection.weight': [D, 3, 16, 16],
      'vit.embeddings.patch_embeddings.projection.bias': [D],
      ...Object.fromEntries(
        ['attention.attention.query', 'attention.attention.key', 'attention.attention.value', 'attention.output.dense'].flatMap((part) => [
          [`${layer}.${part}.weight`, [D, D]],
          [`${layer}.${part}.bias`, [D]],
        ]),
      ),
      ...Object.fromEntries(
        ['layernorm_before', 'layernorm_after'].flatMap((part) => ['weight', 'bias'].map((leaf) => [`${layer}.${part}.${leaf}`, [D]])),
      ),
      [`${layer}.intermediate.dense.weight`]: [hidden, D],
      [`${layer}.intermediate.dense.bias`]: [hidden],
      [`${layer}.output.dense.weight`]: [D, hidden],
      [`${layer}.output.dense.bias`]: [D],
      'vit.layernorm.weight': [D],
      'vit.layernorm.bias': [D],
    });

  test('what transformers 4 leaves out has the default of the model type', async () => {
    const report = await inspect({ model_type: 'vit', num_hidden_layers: 1 }, vit(768, 3072));
    expect(report.problems).toEqual([]);
    expect(report.config).toMatchObject({ embedDim: 768, numHeads: 12, mlpRatio: 4, layerNormEps: 1e-12, finalNormEps: 1e-12, depth: 1 });
    expect(report.config!.normalization.mean).toEqual([0.5, 0.5, 0.5]);
  });

  test('labels that the head does not have are said', async () => {
    const shapes = { ...vit(768, 3072), 'classifier.weight': [3, 768], 'classifier.bias': [3] };
    const stated = (labels: number) => ({
      ...{ model_type: 'vit', num_hidden_layers: 1 },
      id2label: Object.fromEntries(Array.from({ length: labels }, (_, i) => [i, `${i}`])),
    });
    expect((await inspect(stated(5), shapes)).notes.join()).toContain('states 5 classes; the file has a head of 3');
    expect((await inspect(stated(3), shapes)).notes.join()).not.toContain('classes');
    expect((await inspect(stated(5), vit(768, 3072))).notes.join()).not.toContain('classes');
  });

  test('one channel is no fault of a checkpoint', async () => {
    const shapes = { ...vit(768, 3072), 'vit.embeddings.patch_embeddings.projection.weight': [768, 1, 16, 16] };
    const report = await inspect({ model_type: 'vit', num_hidden_layers: 1, num_channels: 1 }, shapes);
    expect([report.problems, report.config?.tokenizer]).toMatchObject([[], { inChannels: 1 }]);
  });

  test('a stated eps is kept', async () => {
    const report = await inspect({ model_type: 'vit_mae', num_hidden_layers: 1, layer_norm_eps: 1e-6 }, vit(768, 3072));
    expect(report).toMatchObject({ family: 'hf-vit-mae', config: { layerNormEps: 1e-6 } });
    expect(report.config!.normalization.mean).toEqual([0.485, 0.456, 0.406]);
  });

  test.each([
    ['another activation', { model_type: 'vit', num_hidden_layers: 1, hidden_act: 'quick_gelu' }, /“quick_gelu”/],
    [
      'another width',
      { model_type: 'vit', num_hidden_layers: 1, hidden_size: 384, num_attention_heads: 6 },
      /is 768×3×16×16, expected 384/,
    ],
    ['a width of words', { model_type: 'vit', hidden_size: 'wide' }, /hidden_size/],
    ['a bias that the file lacks', { model_type: 'vit', num_hidden_layers: 1, qkv_bias: false }, /attention\.query\.bias/],
    ['a layer too few', { model_type: 'vit', num_hidden_layers: 2 }, /“blocks\.1\.norm1\.weight” is missing/],
  ])('%s is refused by name', async (_, config, words) => {
    expect((await inspect(config, vit(768, 3072))).problems.join()).toMatch(words);
  });

  test('another model type is refused before the weights are looked at', async () => {
    const files = { folder: 'given', configText: '{"model_type":"swin"}', weights: headerOnly({}) };
    const words = /type “swin”.*vit, deit, vit_mae/;
    await expect(loadEncoder(files)).rejects.toThrowError(words);
    const report = await inspect({ model_type: 'swin' }, vit(768, 3072));
    expect(report).toMatchObject({ family: 'hf-vit', config: null, problems: [expect.stringMatching(words)] });
    expect(report.tensors.find(({ name }) => name.endsWith('key.bias'))?.canonical).toBe('blocks.0.attn.qkv.bias');
  });
});

describe('no configuration', () => {
  test('ViT-Tiny is told from its tensors, and what was assumed is said', async () => {
    const { config, family, problems } = await inspect(null, shapesOf(VIT_TINY, 1000));
    expect({ family, problems }).toEqual({ family: 'timm', problems: [] });
    expect(config).toEqual({ ...VIT_TINY, name: 'given' });
  });

  test('MAE after fine-tuning, with its decoder', async () => {
    const fineTuned: EncoderConfig = { ...VIT_TINY, pooling: 'mean', finalNorm: 'fc_norm' };
    const report = await inspect(null, { ...shapesOf(fineTuned, 10), mask_token: [1, 1, 8], 'decoder_blocks.0.norm1.weight': [8] });
    expect(report).toMatchObject({ family: 'mae', problems: [], setAside: ['mask_token', 'decoder_blocks.0.norm1.weight'] });
    expect(report.config).toMatchObject({ pooling: 'mean', finalNorm: 'fc_norm', normalization: { mean: [0.485, 0.456, 0.406] } });
  });

  test('AudioMAE: 512 positions are 64×8 patches of 128 mel bins', async () => {
    const audio = {
      ...VIT_TINY,
      modality: 'audio',
      tokenizer: { ...VIT_TINY.tokenizer, inputSize: [1024, 128], inChannels: 1 },
    } as EncoderConfig;
    const report = await inspect(null, shapesOf(audio, 0));
    expect(report).toMatchObject({
      family: 'audiomae',
      problems: [],
      config: { tokenizer: { inputSize: [1024, 128] }, modality: 'audio' },
    });
  });

  test('VideoMAE before fine-tuning: encoder prefix, decoder blocks set aside, q and v biases', async () => {
    const video: EncoderConfig = {
      ...{ ...VIT_TINY, modality: 'video', prefixTokens: [], positions: 'sinusoid', pooling: 'mean' },
      tokenizer: { kind: 'tubelet', frames: 16, inputSize: [224, 224], tubeletSize: [2, 16, 16], inChannels: 3 },
    };
    const shapes: Names = {};
    for (const [name, shape] of Object.entries(shapesOf(video, 0))) {
      if (!name.endsWith('qkv.bias')) shapes[`encoder.${name}`] = shape;
      else for (const part of ['q_bias', 'v_bias']) shapes[`encoder.${name.replace('qkv.bias', part)}`] = [192];
    }
    const extra = { mask_token: [1, 1, 96], 'encoder_to_decoder.weight': [96, 192], 'decoder.blocks.0.norm1.weight': [96] };
    const report = await inspect(null, { ...shapes, ...extra });
    expect(report).toMatchObject({ family: 'videomae', problems: [], unknown: [], setAside: Object.keys(extra) });
    expect(report.config).toEqual({ ...video, name: 'given', normalization: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } });
  });

  test('Point-MAE as released for pretraining: wrapped, without class token and head', async () => {
    const point: EncoderConfig = {
      ...{ ...VIT_TINY, modality: 'point', embedDim: 384, numHeads: 6, qkvBias: false, layerNormEps: 1e-5, finalNormEps: 1e-5 },
      ...{ prefixTokens: [], positions: 'mlp', pooling: 'max', head: 'mlp' },
      tokenizer: { kind: 'points', groups: 64, neighbours: 32, ...POINT_MAE_NET },
      normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
    };
    const released = renamed(shapesOf(point, 0), (name) =>
      name
        .replace(/^patch_embed\./, 'module.MAE_encoder.encoder.')
        .replace(/^(blocks|pos_embed|norm)\./, (_, part) => `module.MAE_encoder.${part === 'blocks' ? 'blocks.blocks' : part}.`),
    );
    for (const [name, shape] of Object.entries(released)) if (/conv\.[03]\.weight$/.test(name)) released[name] = [...shape, 1];
    const extra = {
      'module.mask_token': [1, 1, 384],
      'module.MAE_decoder.blocks.0.norm1.weight': [384],
      'module.increase_dim.0.weight': [96, 384, 1],
    };
    const report = await inspect(null, { ...released, ...extra });
    expect(report).toMatchObject({ family: 'point-mae', problems: [], unknown: [], setAside: Object.keys(extra) });
    expect(report.config).toEqual({ ...point, name: 'given' });
    const loose = { model: { NAME: 'PointTransformer', trans_dim: 384, depth: 12, num_heads: 12, num_group: 128, group_size: 32 } };
    expect((await inspect(loose, released)).config).toMatchObject({ numHeads: 12, tokenizer: { groups: 128, neighbours: 32 } });
  });

  test('a width that tells no heads is refused', async () => {
    expect((await inspect(null, shapesOf({ ...VIT_TINY, embedDim: 96 }, 0))).problems.join()).toMatch(/does not tell its heads/);
  });
});
