/**
 * @file The names of every published family beside the canonical ones. Canonical are timm's, with `attn.q`, `attn.k`, `attn.v`
 * for parts of a separate qkv, `cls_pos`, `head_norm` and Point-MAE's numbered layers for what timm does not have.
 * Sources: the state dicts of timm 1.0, transformers 4 and 5, and the authors' releases of MAE, AudioMAE, VideoMAE, Point-MAE.
 */
import type { Family } from '../m2pt/encoder-config.ts';
import type { NameTable } from './name-table.ts';

type Names = NameTable['names'];

const same = (...names: string[]): Names => names.map((name) => [name, name]);

const BLOCK_PARTS = ['norm1.*', 'attn.qkv.*', 'attn.proj.*', 'norm2.*', 'mlp.fc1.*', 'mlp.fc2.*'];
const BLOCKS = BLOCK_PARTS.map((part) => `blocks.#.${part}`);
const TIMM = same('cls_token', 'dist_token', 'pos_embed', 'patch_embed.proj.*', ...BLOCKS, 'norm.*', 'fc_norm.*', 'head.*', 'head_dist.*');

/** timm's layout with a linear each for q, k, v, as tools that adapt attention save it. */
const SEPARATE = same('blocks.#.attn.q.*', 'blocks.#.attn.k.*', 'blocks.#.attn.v.*');

/** What every training leaves behind. */
const COUNTERS: NameTable['aside'] = [[/\.num_batches_tracked$/, 'batch counters']];
const DECODER: NameTable['aside'] = [
  [/^decoder/, 'the decoder'],
  [/^mask_token$/, 'the mask token'],
];

const OWN: NameTable = {
  names: [
    ...TIMM,
    ...same('cls_pos', 'pos_embed.#.*', 'patch_embed.first_conv.#.*', 'patch_embed.second_conv.#.*', 'head.#.*', 'head_norm.*'),
  ],
  alsoRead: SEPARATE,
  aside: [...COUNTERS, ...DECODER],
};

const MAE: NameTable = { names: TIMM, alsoRead: SEPARATE, spellings: [[/^encoder\./, '']], aside: DECODER };

const VIDEOMAE: NameTable = {
  names: [
    ...same('patch_embed.proj.*', 'pos_embed', ...BLOCKS.filter((name) => !name.includes('qkv')), 'norm.*', 'fc_norm.*', 'head.*'),
    ['blocks.#.attn.qkv.weight', 'blocks.#.attn.qkv.weight'],
    ['blocks.#.attn.q_bias', 'blocks.#.attn.q.bias'],
    ['blocks.#.attn.v_bias', 'blocks.#.attn.v.bias'],
  ],
  spellings: [[/^encoder\./, '']],
  aside: [[/^encoder_to_decoder\./, 'the way to the decoder'], ...DECODER],
};

const POINT_MAE: NameTable = {
  names: [
    ...same('cls_token', 'cls_pos', 'pos_embed.#.*', 'norm.*'),
    ['encoder.first_conv.#.*', 'patch_embed.first_conv.#.*'],
    ['encoder.second_conv.#.*', 'patch_embed.second_conv.#.*'],
    ...BLOCKS.map((name) => [`blocks.${name}`, name] as const),
    ['cls_head_finetune.#.*', 'head.#.*'],
  ],
  spellings: [[/^MAE_encoder\./, '']],
  aside: [
    ...COUNTERS,
    [/^MAE_decoder\.|^decoder_pos_embed\./, 'the decoder'],
    [/^mask_token$/, 'the mask token'],
    [/^increase_dim\./, 'the pretraining head'],
  ],
  pointwise: /^patch_embed\.(first|second)_conv\.[03]\.weight$/,
};

/**
 * Hugging Face's names as files have them: what transformers 4 writes, and 5 too when it saves. In memory transformers 5
 * calls some otherwise; base models have no prefix.
 */
function huggingFace(prefix: string, rest: Names, aside: NameTable['aside'] = []): NameTable {
  const layer = `${prefix}.encoder.layer.#`;
  return {
    names: [
      [`${prefix}.embeddings.cls_token`, 'cls_token'],
      [`${prefix}.embeddings.distillation_token`, 'dist_token'],
      [`${prefix}.embeddings.position_embeddings`, 'pos_embed'],
      [`${prefix}.embeddings.patch_embeddings.projection.*`, 'patch_embed.proj.*'],
      [`${layer}.layernorm_before.*`, 'blocks.#.norm1.*'],
      ...rest,
      [`${layer}.attention.output.dense.*`, 'blocks.#.attn.proj.*'],
      [`${layer}.layernorm_after.*`, 'blocks.#.norm2.*'],
      [`${layer}.intermediate.dense.*`, 'blocks.#.mlp.fc1.*'],
      [`${layer}.output.dense.*`, 'blocks.#.mlp.fc2.*'],
      [`${prefix}.layernorm.*`, 'norm.*'],
    ],
    spellings: [
      [/^(embeddings|encoder|layers|layernorm|pooler)\./, `${prefix}.$1.`],
      [new RegExp(`^${prefix}\\.layers\\.`), `${prefix}.encoder.layer.`],
      [/\.attention\.q_proj\./, '.attention.attention.query.'],
      [/\.attention\.k_proj\./, '.attention.attention.key.'],
      [/\.attention\.v_proj\./, '.attention.attention.value.'],
      [/\.attention\.o_proj\./, '.attention.output.dense.'],
      [/\.mlp\.fc1\./, '.intermediate.dense.'],
      [/\.mlp\.fc2\./, '.output.dense.'],
      ...(prefix === 'videomae'
        ? ([
            [/\.query\.bias$/, '.q_bias'],
            [/\.value\.bias$/, '.v_bias'],
          ] as const)
        : []),
    ],
    aside: [
      [new RegExp(`^${prefix}\\.pooler\\.`), 'the pooler'],
      [new RegExp(`^${prefix}\\.embeddings\\.mask_token$`), 'the mask token'],
      ...aside,
    ],
  };
}

const attention = (prefix: string): Names =>
  (['query', 'key', 'value'] as const).map((part) => [
    `${prefix}.encoder.layer.#.attention.attention.${part}.*`,
    `blocks.#.attn.${part[0]}.*`,
  ]);

const LINEAR_HEAD: Names = [['classifier.*', 'head.*']];

export const NAME_TABLES: Readonly<Record<Family, NameTable>> = {
  m2pt: OWN,
  timm: { names: [...TIMM, ['reg_token', 'dist_token']], alsoRead: SEPARATE, aside: DECODER },
  mae: MAE,
  audiomae: MAE,
  videomae: VIDEOMAE,
  'point-mae': POINT_MAE,
  'hf-vit': huggingFace('vit', [...attention('vit'), ...LINEAR_HEAD], [[/^decoder\./, 'the decoder']]),
  'hf-deit': huggingFace(
    'deit',
    [...attention('deit'), ...LINEAR_HEAD, ['cls_classifier.*', 'head.*'], ['distillation_classifier.*', 'head_dist.*']],
    [[/^decoder\./, 'the decoder']],
  ),
  'hf-vit-mae': huggingFace('vit', [...attention('vit'), ...LINEAR_HEAD], DECODER),
  'hf-ast': huggingFace('audio_spectrogram_transformer', [
    ...attention('audio_spectrogram_transformer'),
    ['classifier.layernorm.*', 'head_norm.*'],
    ['classifier.dense.*', 'head.*'],
  ]),
  'hf-videomae': huggingFace(
    'videomae',
    [
      ['videomae.encoder.layer.#.attention.attention.query.weight', 'blocks.#.attn.q.weight'],
      ['videomae.encoder.layer.#.attention.attention.key.weight', 'blocks.#.attn.k.weight'],
      ['videomae.encoder.layer.#.attention.attention.value.weight', 'blocks.#.attn.v.weight'],
      ['videomae.encoder.layer.#.attention.attention.q_bias', 'blocks.#.attn.q.bias'],
      ['videomae.encoder.layer.#.attention.attention.v_bias', 'blocks.#.attn.v.bias'],
      ['fc_norm.*', 'fc_norm.*'],
      ...LINEAR_HEAD,
    ],
    [[/^encoder_to_decoder\./, 'the way to the decoder'], ...DECODER],
  ),
};
