/**
 * @file Models that are near relatives, with names that timm and transformers gave them: each is called by its name. And a
 * configuration of one family beside another's names.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspect, type Names, shapesOf } from '../../../test/fixtures/safetensors/header-only.ts';
import { VIT_TINY } from '../../../test/vit-tiny.ts';

/** A few names of each, as their library saves them; conv kernels with four dimensions. */
const RELATIVES: [name: string, shapes: Names, words: RegExp][] = [
  ['timm’s Swin', { 'patch_embed.proj.weight': [8, 3, 4, 4], 'layers.0.blocks.0.attn.relative_position_bias_table': [9, 2] }, /a Swin/],
  ['transformers’ Swin', { 'swin.embeddings.patch_embeddings.projection.weight': [8, 3, 4, 4] }, /a Swin.*shifted windows/],
  ['transformers’ BEiT', { 'beit.embeddings.patch_embeddings.projection.weight': [8, 3, 4, 4] }, /a BEiT/],
  ['a BEiT without prefix', { 'embeddings.patch_embeddings.projection.weight': [8, 3, 4, 4], 'encoder.layer.0.lambda_1': [8] }, /a BEiT/],
  ['timm’s BEiT', { ...shapesOf(VIT_TINY, 3), 'blocks.0.gamma_1': [192], 'blocks.0.attn.q_bias': [192] }, /a BEiT.*“blocks\.0\.gamma_1”/],
  ['timm’s small EVA-02', { ...shapesOf(VIT_TINY, 3), 'blocks.0.attn.q_bias': [192] }, /a BEiT or EVA/],
  ['timm’s EVA-02', { ...shapesOf(VIT_TINY, 3), 'blocks.0.attn.q_proj.weight': [192, 192] }, /an EVA-02.*rotary/],
  ['the authors’ DINOv2', { ...shapesOf(VIT_TINY, 0), mask_token: [1, 192], 'blocks.0.ls1.gamma': [192] }, /a DINOv2.*scaled layers/],
  [
    'timm’s DINOv2',
    { ...shapesOf(VIT_TINY, 0), 'patch_embed.proj.weight': [192, 3, 14, 14], 'blocks.0.ls1.gamma': [192] },
    /a DINOv2.*“blocks\.0\.ls1\.gamma”/,
  ],
  [
    'transformers’ DINOv2',
    { 'embeddings.patch_embeddings.projection.weight': [8, 3, 14, 14], 'encoder.layer.0.layer_scale1.lambda1': [8] },
    /a DINOv2/,
  ],
  ['CLIP', { 'vision_model.embeddings.patch_embedding.weight': [8, 3, 4, 4] }, /a CLIP/],
];

test.each(RELATIVES)('%s is called by its name, with and without a wrapper', async (_, shapes, words) => {
  const wrapped = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`backbone.${name}`, shape]));
  for (const given of [shapes, wrapped]) {
    const { family, problems } = await inspect(null, given);
    expect(family).toBeNull();
    expect(problems[0]).toMatch(words);
    expect(problems[0]).toMatch(/cannot express/);
  }
});

test('none of the published families is taken for a relative', async () => {
  const golden = JSON.parse(readFileSync(new URL('../../../test/fixtures/safetensors/published-names.json', import.meta.url), 'utf8'));
  const all = [
    ...Object.values(golden.huggingface).map((one) => (one as { file: Names }).file),
    ...(Object.values(golden.timm) as Names[]),
  ];
  expect(all.length).toBeGreaterThan(8);
  for (const shapes of all) expect((await inspect(null, shapes)).family).not.toBeNull();
});

test('a file without tensors is said to have none', async () => {
  expect((await inspect(null, {})).problems).toEqual(['model.safetensors holds no tensors.']);
});

describe('a configuration of one family beside the names of another', () => {
  const golden = JSON.parse(readFileSync(new URL('../../../test/fixtures/safetensors/published-names.json', import.meta.url), 'utf8'));
  const names = (model: string): Names => golden.huggingface[model].file;
  test.each<[string, unknown, () => Names, RegExp]>([
    ['deit beside ViT', { model_type: 'deit' }, () => names('ViTForImageClassification'), /names are ViT’s.*says “deit”/],
    ['vit beside DeiT', { model_type: 'vit' }, () => names('DeiTForImageClassification'), /names are DeiT’s.*says “vit”/],
    ['vit beside AST', { model_type: 'vit' }, () => names('ASTForAudioClassification'), /names are AST’s.*says “vit”/],
    ['vit beside VideoMAE', { model_type: 'vit' }, () => names('VideoMAEForVideoClassification'), /names are VideoMAE’s.*says “vit”/],
    ['vit_mae beside timm', { model_type: 'vit_mae' }, () => shapesOf(VIT_TINY, 3), /names are timm’s; config\.json says “vit_mae”/],
    [
      'timm’s beside ViT',
      { architecture: 'vit_tiny_patch16_224' },
      () => names('ViTForImageClassification'),
      /ViT’s.*“vit_tiny_patch16_224”/,
    ],
  ])('%s', async (_, config, shapes, words) => {
    const { problems, config: found } = await inspect(config, shapes());
    expect(found).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(words);
  });
});
