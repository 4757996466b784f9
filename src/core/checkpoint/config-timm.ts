/**
 * @file timm's config.json (`architecture`, `model_args`, `pretrained_cfg`) → EncoderConfig, for the plain ViT and DeiT names.
 * What timm's VisionTransformer can do and this encoder cannot is refused by the name of the argument.
 */
import * as v from 'valibot';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { count, issueText, listIssues, sides } from './config-fields.ts';
import { configError, type Described } from './config-problem.ts';
import { AUDIOSET, HALF, IMAGENET, plain } from './normalizations.ts';
import type { TensorFacts } from './tensor-facts.ts';

/** Width, depth and heads of the size words. */
const SIZES: Readonly<Record<string, readonly [number, number, number]>> = {
  tiny: [192, 12, 3],
  small: [384, 12, 6],
  base: [768, 12, 12],
  large: [1024, 24, 16],
};
/** A dot separates the architecture from the tag of its weights, as in `vit_tiny_patch16_224.augreg_in21k`. */
const ARCHITECTURE = /^(vit|deit)_(tiny|small|base|large)(_distilled)?_patch(\d{1,3})_(\d{1,4})(?:_(\d{1,4}))?(?:_in21k)?(?:\.(\w+))?$/;

const channels = v.union([
  v.pipe(
    v.number(),
    v.transform((value) => [value]),
  ),
  v.pipe(v.array(v.number()), v.maxLength(64)),
]);

const Arguments = v.looseObject({
  img_size: v.nullish(sides(4096)),
  patch_size: v.nullish(sides(256)),
  in_chans: v.nullish(count(64)),
  embed_dim: v.nullish(count(4096)),
  depth: v.nullish(count(64)),
  num_heads: v.nullish(count(64)),
  mlp_ratio: v.nullish(v.pipe(v.number(), v.minValue(0.5), v.maxValue(16))),
  qkv_bias: v.nullish(v.boolean()),
  class_token: v.nullish(v.boolean()),
  global_pool: v.nullish(v.string()),
  fc_norm: v.nullish(v.boolean()),
});

const eps = v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(0.1)));

const pretraining = {
  input_size: v.nullish(v.pipe(v.array(count(16_384)), v.length(3))),
  mean: v.nullish(channels),
  std: v.nullish(channels),
};

const Schema = v.object({
  architecture: v.string(),
  num_classes: v.nullish(v.number()),
  global_pool: v.nullish(v.string()),
  model_args: v.nullish(Arguments),
  pretrained_cfg: v.nullish(v.object({ ...pretraining, tag: v.nullish(v.string()) })),
  /** Older files have no `pretrained_cfg` around them. */
  ...pretraining,
  /** Our own exports: timm has no place for an epsilon. */
  m2pt: v.nullish(v.object({ layer_norm_eps: eps, final_norm_eps: eps, modality: v.nullish(v.picklist(['image', 'audio'])) })),
});

/** Arguments that change nothing here: training only, or how weights start. */
const HARMLESS = new Set([
  ...['num_classes', 'drop_rate', 'pos_drop_rate', 'patch_drop_rate', 'proj_drop_rate', 'attn_drop_rate', 'drop_path_rate'],
  ...['weight_init', 'fix_init', 'strict_img_size', 'dynamic_img_size', 'final_norm', 'pretrained', 'scriptable', 'exportable'],
]);
/** Arguments that are fine at these values, mostly timm's defaults; one register token is what `dist` is here. */
const DEFAULTS: Readonly<Record<string, readonly unknown[]>> = {
  init_values: [null],
  qk_norm: [false],
  reg_tokens: [0, 1],
  no_embed_class: [false],
  pre_norm: [false],
  dynamic_img_pad: [false],
  pool_include_prefix: [false],
  proj_bias: [true],
  scale_attn_norm: [false],
  scale_mlp_norm: [false],
  pos_embed: ['learn', 'learned'],
  act_layer: [null, 'gelu'],
  norm_layer: [null],
  embed_norm_layer: [null],
};

/**
 * @param json with an `architecture`
 * @throws PlaygroundError `model-config` naming the architecture or every argument that cannot be expressed
 */
export function timmConfig(json: unknown, name: string, facts: TensorFacts, where: string): Described {
  const parsed = v.safeParse(Schema, json);
  if (!parsed.success) throw configError(where, `cannot be used: ${listIssues(parsed.issues.map(issueText))}`);
  const { architecture, pretrained_cfg: pretrained } = parsed.output;
  const [stated, mean, std] = (['input_size', 'mean', 'std'] as const).map((key) => pretrained?.[key] ?? parsed.output[key]);
  const args: v.InferOutput<typeof Arguments> = parsed.output.model_args ?? {};
  const match = ARCHITECTURE.exec(architecture);
  if (!match) throw configError(where, `names the architecture “${architecture}”; plain ViT and DeiT of sizes tiny to large are read`);
  refuseArguments(args, where);
  const [, kind, size, distilledWord, patchWord, heightWord, widthWord, tag] = match;
  const [embedDim, depth, heads] = SIZES[size!]!;
  const distilled = distilledWord !== undefined;
  const width = args.embed_dim ?? embedDim;
  const patchSize = args.patch_size ?? ([Number(patchWord), Number(patchWord)] as [number, number]);
  const inChannels = args.in_chans ?? stated?.[0] ?? 3;
  const inputSize: [number, number] =
    args.img_size ?? (stated ? [stated[1]!, stated[2]!] : [Number(heightWord), Number(widthWord ?? heightWord)]);
  const audio = parsed.output.m2pt?.modality ? parsed.output.m2pt.modality === 'audio' : inChannels === 1 && inputSize[0] !== inputSize[1];
  const withClass = args.class_token ?? true;
  const normalized = normalization(kind!, inChannels, audio, mean, std, pretrained?.tag ?? tag ?? '');
  const config: EncoderConfig = {
    name,
    modality: audio ? 'audio' : 'image',
    embedDim: width,
    depth: args.depth ?? depth,
    numHeads: args.num_heads ?? heads,
    mlpRatio: hiddenUnits(width, args.mlp_ratio ?? 4, facts.hidden) / width,
    layerNormEps: parsed.output.m2pt?.layer_norm_eps ?? 1e-6,
    finalNormEps: parsed.output.m2pt?.final_norm_eps ?? 1e-6,
    qkvBias: args.qkv_bias ?? true,
    tokenizer: { kind: 'patch', inputSize, patchSize, stride: patchSize, inChannels, transposed: false },
    prefixTokens: [...(withClass ? (['cls'] as const) : []), ...(distilled || args.reg_tokens === 1 ? (['dist'] as const) : [])],
    positions: 'learned',
    ...pooling(args.global_pool ?? parsed.output.global_pool ?? 'token', args.fc_norm ?? null, facts, where),
    head: distilled ? 'distilled' : 'linear',
    normalization: normalized.values,
  };
  return { config, notes: [], assumed: !normalized.stated };
}

/** timm cuts D·ratio down to a whole number; where ratios were rounded on the way, the tensors decide between neighbours. */
function hiddenUnits(width: number, ratio: number, inFile: number | null): number {
  return inFile !== null && Math.abs(inFile - width * ratio) < 1 ? inFile : Math.trunc(width * ratio);
}

function refuseArguments(args: Record<string, unknown>, where: string): void {
  const refused = Object.entries(args).filter(([key, value]) => {
    if (Object.hasOwn(Arguments.entries, key) || HARMLESS.has(key)) return false;
    return !Object.hasOwn(DEFAULTS, key) || !DEFAULTS[key]!.includes(value);
  });
  if (refused.length === 0) return;
  const list = refused.map(([key, value]) => `${key} = ${JSON.stringify(value)}`).slice(0, 6);
  throw configError(where, `asks in model_args for what this encoder does not have: ${list.join(', ')}`);
}

/** timm: `avg` leaves prefix tokens out; the norm moves behind the pooling unless `fc_norm` is false. */
function pooling(
  globalPool: string,
  fcNorm: boolean | null,
  { has }: TensorFacts,
  where: string,
): Pick<EncoderConfig, 'pooling' | 'finalNorm'> {
  // An encoder that was saved without pooling: its class token is what a head would see.
  if (globalPool !== 'avg' && globalPool !== 'token' && globalPool !== '')
    throw configError(where, `pools with “${globalPool}”; “token” and “avg” are computed here`);
  const average = globalPool === 'avg';
  const behind = fcNorm ?? (average && !(has('norm.weight') && !has('fc_norm.weight')));
  return { pooling: average ? 'mean' : 'cls', finalNorm: behind ? 'fc_norm' : 'norm' };
}

function normalization(
  kind: string,
  inChannels: number,
  audio: boolean,
  mean: number[] | null | undefined,
  std: number[] | null | undefined,
  tag: string,
): { values: EncoderConfig['normalization']; stated: boolean } {
  const assume = (values: EncoderConfig['normalization']) => ({ values, stated: false });
  // AudioMAE's recipe divides by twice the deviation; a file that states the deviation means that recipe.
  if (audio && mean?.length !== 1) return assume(AUDIOSET);
  if (audio && Math.abs(mean![0]! - AUDIOSET.mean[0]!) < 0.01) return { values: AUDIOSET, stated: true };
  if (mean?.length === inChannels && std?.length === inChannels) return { values: { mean, std }, stated: true };
  if (inChannels !== 3) return assume(plain(inChannels));
  return assume(kind === 'deit' || /mae|dino|moco/.test(tag) ? IMAGENET : HALF);
}
