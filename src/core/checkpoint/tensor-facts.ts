/**
 * @file What names and shapes alone tell about a model: width, depth, MLP, biases, tokens, head. Configurations are completed
 * from it, and where there is none it is all there is.
 */
import type { EncoderConfig, PointTokenizer } from '../m2pt/encoder-config.ts';
import type { Assembly } from './canonical.ts';

export interface TensorFacts {
  /** Null where the norm of the first block is missing. */
  embedDim: number | null;
  /** Blocks 0 … depth−1 have a first norm. */
  depth: number;
  /** Width of the MLP's hidden layer. */
  hidden: number | null;
  qkvBias: boolean;
  prefixTokens: ('cls' | 'dist')[];
  /** Shape of the patch convolution, [D, C, h, w] or [D, C, t, h, w]. */
  patchKernel: readonly number[] | null;
  /** Tokens with a learned position, prefix included; null without a table. */
  positions: number | null;
  /** The small PointNet of a model of points; null where a layer of it is missing. */
  pointNet: Pick<PointTokenizer, 'norm' | 'widths'> | null;
  has: (name: string) => boolean;
  /** Rows of the last linear; 0 without one. */
  numClasses: number;
}

export function tensorFacts(tensors: ReadonlyMap<string, Assembly>): TensorFacts {
  const shape = (name: string) => tensors.get(name)?.shape;
  const has = (name: string) => tensors.has(name);
  let depth = 0;
  while (has(`blocks.${depth}.norm1.weight`)) depth += 1;
  return {
    embedDim: shape('blocks.0.norm1.weight')?.[0] ?? null,
    depth,
    hidden: shape('blocks.0.mlp.fc1.weight')?.[0] ?? null,
    qkvBias: has('blocks.0.attn.qkv.bias'),
    prefixTokens: [...(has('cls_token') ? (['cls'] as const) : []), ...(has('dist_token') ? (['dist'] as const) : [])],
    patchKernel: shape('patch_embed.proj.weight') ?? null,
    positions: shape('pos_embed')?.[1] ?? null,
    pointNet: pointNet(shape, has),
    has,
    numClasses: (shape('head.weight') ?? shape('head.8.weight'))?.[0] ?? 0,
  };
}

function pointNet(shape: (name: string) => readonly number[] | undefined, has: TensorFacts['has']): TensorFacts['pointNet'] {
  const [first, local, hidden] = ['first_conv.0', 'first_conv.3', 'second_conv.0'].map((name) => shape(`patch_embed.${name}.weight`)?.[0]);
  if (!first || !local || !hidden) return null;
  return { norm: has('patch_embed.first_conv.1.running_mean') ? 'batch' : 'layer', widths: [first, local, hidden] };
}

/** Where the final norm stands and what is pooled, for files whose configuration does not say. */
export function poolingFromNames({ has, prefixTokens, numClasses }: TensorFacts): Pick<EncoderConfig, 'pooling' | 'finalNorm'> {
  if (has('fc_norm.weight') || !has('norm.weight')) return { pooling: 'mean', finalNorm: 'fc_norm' };
  // A head on a model without prefix tokens sits on its first token, as VideoMAE does without mean pooling.
  return { pooling: prefixTokens.length || numClasses ? 'cls' : 'mean', finalNorm: 'norm' };
}
