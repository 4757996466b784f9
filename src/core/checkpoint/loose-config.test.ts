/**
 * @file Configurations of no fixed form: Point-MAE's in every spelling gives PyTorch's logits, what is left open or said twice
 * is refused, and what is stated beside a ViT's tensors is used.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { inspect, shapesOf } from '../../../test/fixtures/safetensors/header-only.ts';
import { startNodeBackend } from '../../../test/node-backend.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import { relative } from '../../../test/relative.ts';
import { VIT_TINY } from '../../../test/vit-tiny.ts';
import { predictInput } from '../inference/predict-input.ts';
import { bufferSource } from './byte-source.ts';
import { loadEncoder } from './load-encoder.ts';
import { readSafetensors } from './safetensors.ts';

const pointMae = async (config: unknown) =>
  loadEncoder({
    folder: 'mine',
    configText: config === null ? null : JSON.stringify(config),
    weights: bufferSource(await readFixture('published/point-mae/model.safetensors'), 'model.safetensors'),
  });

/** What the golden was made with: 3 heads, 8 groups of 6 points. */
const args = { embed_dim: 24, num_heads: 3, num_group: 8, group_size: 6, depth: 2 };

describe('Point-MAE', () => {
  beforeAll(() => startNodeBackend('cpu'));

  test.each<[string, unknown]>([
    ['timm’s form', { architecture: 'point_mae', model_args: args }],
    ['the first of architectures', { architectures: ['PointMAE'], trans_dim: 24, num_attention_heads: 3, num_groups: 8, k: 6 }],
    ['a name', { name: 'Point-MAE', hidden_size: 24, num_heads: 3, groups: 8, num_neighbors: 6, num_layers: 2 }],
    ['a family', { family: 'point_mae', encoder_dims: 24, num_heads: 3, num_group: 8, neighbours: 6 }],
    [
      'its YAML',
      { model: { NAME: 'Point_MAE', num_group: 8, group_size: 6, transformer_config: { trans_dim: 24, num_heads: 3, depth: 2 } } },
    ],
    ['no name at all', { trans_dim: 24, num_heads: 3, num_group: 8, num_neighbours: 6 }],
    ['another architecture’s name', { architecture: 'my_transformer', model_args: args }],
    ['a model type', { model_type: 'point_mae', ...args }],
  ])('%s gives PyTorch’s logits', async (_, config) => {
    const golden = readSafetensors(await readFixture('published/point-mae/golden.safetensors'), 'golden').tensors;
    const model = await pointMae(config);
    const { data } = await predictInput(model, { shape: [...golden.input!.shape], data: golden.input!.data });
    expect(relative(data, golden.logits!.data)).toBeLessThan(1e-4);
  });

  test.each<[string, unknown, RegExp]>([
    [
      'heads that are left open',
      { NAME: 'PointTransformer', num_group: 8, group_size: 6 },
      /config\.json leaves open.*num_heads or num_attention_heads/,
    ],
    ['groups that are left open', { architecture: 'point_mae', model_args: { num_heads: 3, group_size: 6 } }, /num_group or num_groups/],
    ['points that are left open', { trans_dim: 24, num_heads: 3, num_group: 8 }, /group_size or num_neighbors/],
    ['an empty configuration', {}, /num_heads.*num_group.*group_size/],
    ['a text for a number', { ...args, num_heads: '3' }, /num_heads: expected number/],
    [
      'two numbers for one',
      { ...args, model: { num_attention_heads: 6 } },
      /num_heads and num_attention_heads with values that differ: 3 and 6/,
    ],
    ['a width that the tensors do not have', { ...args, embed_dim: 48 }, /expected 48/],
    ['a depth that they do not have', { ...args, depth: 1 }, /blocks\.blocks\.1\./],
    ['another activation', { ...args, act_layer: 'relu' }, /activation “relu”/],
  ])('%s: refused', async (_, config, words) => {
    await expect(pointMae(config)).rejects.toThrowError(words);
  });

  test('without a configuration heads and groups are assumed, and it is said', async () => {
    const { notes } = await pointMae(null);
    expect(notes.join()).toMatch(/heads; 6 were assumed.*64 groups of 32 points were assumed/);
  });

  test('beside a ViT it is refused', async () => {
    const report = await inspect({ name: 'Point-MAE', ...args }, shapesOf(VIT_TINY, 3));
    expect(report.problems.join()).toMatch(/do not belong together: the names are timm’s; config\.json says “Point-MAE”/);
  });
});

describe('a configuration of no known kind beside a ViT', () => {
  const base = { embed_dim: 192, num_heads: 6, depth: 12 };

  test('its heads, eps, size and pooling are used, and said', async () => {
    const { config, notes, problems } = await inspect({ ...base, norm_eps: 1e-5, img_size: 384, global_pool: true }, shapesOf(VIT_TINY, 3));
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ numHeads: 6, layerNormEps: 1e-5, finalNormEps: 1e-5, pooling: 'mean', finalNorm: 'norm' });
    expect(config!.tokenizer).toMatchObject({ inputSize: [384, 384] });
    expect(notes.join()).toMatch(/embed_dim, depth, num_heads, norm_eps, img_size, global_pool were taken from it/);
    expect(notes.join()).not.toMatch(/heads; \d+ were assumed/);
  });

  test.each<[string, unknown, RegExp]>([
    ['heads that are left open', { embed_dim: 192 }, /leaves open.*num_heads/],
    ['heads that do not divide', { ...base, num_heads: 5 }, /no multiple of its 5 heads/],
    ['a width that the tensors do not have', { ...base, hidden_size: 384, embed_dim: 384 }, /expected 384×3×16×16/],
    ['an MLP that they do not have', { ...base, mlp_ratio: 2 }, /MLP of 384 hidden units; the tensors have 768/],
    ['a hidden width that they do not have', { ...base, intermediate_size: 700 }, /MLP of 700 hidden units; the tensors have 768/],
    ['a list', [base], /is not an object of settings/],
  ])('%s: refused', async (_, config, words) => {
    expect((await inspect(config, shapesOf(VIT_TINY, 3))).problems.join()).toMatch(words);
  });
});
