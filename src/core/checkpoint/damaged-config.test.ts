/**
 * @file Configurations with values that nobody wrote on purpose: each gives a report or a refusal with a name.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspect, shapesOf } from '../../../test/fixtures/safetensors/header-only.ts';
import { VIT_TINY } from '../../../test/vit-tiny.ts';

test('1,000 damaged configurations give a report or a named refusal, never a fault of ours', async () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, true, -1, 0, 1, 2 ** 40, 1e-300, 0.5, '', 'gelu', 'constructor', [], [1], [0, 0], [1, 2, 3], {}),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const bases: Record<string, unknown>[] = [
    {
      architecture: 'vit_tiny_patch16_224',
      global_pool: 'avg',
      num_classes: 3,
      model_args: { depth: 12 },
      pretrained_cfg: { mean: [0.5] },
    },
    {
      model_type: 'vit',
      hidden_size: 192,
      num_attention_heads: 3,
      intermediate_size: 768,
      image_size: 224,
      qkv_bias: true,
      hidden_act: 'gelu',
    },
    { model_type: 'videomae', hidden_size: 192, tubelet_size: 2, num_frames: 16, use_mean_pooling: false, layer_norm_eps: 1e-6 },
    { model_type: 'audio-spectrogram-transformer', patch_size: 16, frequency_stride: 10, max_length: 1024, num_mel_bins: 128 },
    { NAME: 'PointTransformer', trans_dim: 192, depth: 12, num_heads: 6, model: { num_group: 64 } },
    { ...VIT_TINY, format: 'm2pt-encoder', version: 1 },
    {},
  ];
  const shapes = shapesOf(VIT_TINY, 3);
  const damaged = fc.constantFrom(...bases).chain((base) =>
    fc
      .tuple(
        fc.subarray(Object.keys(base), { maxLength: Math.min(2, Object.keys(base).length) }),
        fc.array(odd, { minLength: 20, maxLength: 20 }),
      )
      .map(([keys, values]) => {
        return { ...base, ...Object.fromEntries(keys.map((key, index) => [key, values[index]])) };
      }),
  );
  await fc.assert(
    fc.asyncProperty(damaged, async (config) => {
      const report = await inspect(config, shapes);
      expect(report.problems.length > 0 || report.config !== null).toBe(true);
      expect(report.tensors).toHaveLength(Object.keys(shapes).length);
    }),
    { numRuns: 1000 },
  );
});
