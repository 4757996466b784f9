/**
 * @file The shape of an encoder. Types only; `core/checkpoint` makes it from a `config.json` of ours, timm's or Hugging
 * Face's. Names are timm's. It expresses the shipped nano family and the public ones: ViT, DeiT, MAE, AST, AudioMAE,
 * VideoMAE and Point-MAE.
 */
import type { Modality } from '../../config/run-config.ts';

/** Patches of a picture or spectrogram through one linear layer (a convolution with stride). */
export interface PatchTokenizer {
  kind: 'patch';
  /** [height, width] of one sample as the convolution sees it. */
  inputSize: readonly [number, number];
  patchSize: readonly [number, number];
  /** Steps between patches; equal to `patchSize` except in AST, whose patches overlap. */
  stride: readonly [number, number];
  inChannels: number;
  /** AST: samples come as [frames, mel] and are turned to [mel, frames] first. */
  transposed: boolean;
}

/** Boxes of frames × height × width through one linear layer (VideoMAE). */
export interface TubeletTokenizer {
  kind: 'tubelet';
  frames: number;
  inputSize: readonly [number, number];
  /** [frames, height, width] of one box. */
  tubeletSize: readonly [number, number, number];
  inChannels: number;
}

/** Groups of neighbouring points through a small PointNet (Point-MAE). */
export interface PointTokenizer {
  kind: 'points';
  /** Groups; their centres are chosen by farthest-point sampling from point 0. */
  groups: number;
  /** Nearest points of each centre, the centre included. */
  neighbours: number;
  /** Behind the first layer of either half: batch norms with running statistics (Point-MAE), or layer norms (nano). */
  norm: 'batch' | 'layer';
  /** Features after the first layer, after the second, and of the second half's hidden layer; the last layer gives D. */
  widths: readonly [first: number, local: number, hidden: number];
}

export type Tokenizer = PatchTokenizer | TubeletTokenizer | PointTokenizer;

export interface EncoderConfig {
  name: string;
  modality: Modality;
  /** Token width D. */
  embedDim: number;
  /** Number of blocks. */
  depth: number;
  /** Attention heads H; D is a multiple of H. */
  numHeads: number;
  /** Width of the MLP's hidden layer over D. */
  mlpRatio: number;
  /** Of the blocks' norms. */
  layerNormEps: number;
  qkvBias: boolean;
  tokenizer: Tokenizer;
  /** Learned tokens that stand before the others: `cls_token`, then `dist_token`. */
  prefixTokens: readonly ('cls' | 'dist')[];
  /**
   * `learned`: parameter `pos_embed` [1, prefix + N, D]. `sinusoid`: VideoMAE's fixed table, no parameter.
   * `mlp`: Point-MAE's two linears over the centres (`pos_embed.0`, `pos_embed.2`), added again before every block.
   */
  positions: 'learned' | 'sinusoid' | 'mlp';
  /**
   * What of the tokens goes to the head: `mean` of all but the prefix; `cls`; `cls-dist`, the mean of both prefix tokens;
   * `cls-max`, the cls token beside the maximum of the others [2D]; `max`, that maximum alone.
   */
  pooling: 'mean' | 'cls' | 'cls-dist' | 'cls-max' | 'max';
  /** `norm.*` on all tokens before pooling, or `fc_norm.*` on the pooled vector. */
  finalNorm: 'norm' | 'fc_norm';
  finalNormEps: number;
  /**
   * `linear`: `head`. `norm-linear`: `head_norm`, then `head` (AST). `distilled`: mean of `head` on cls and `head_dist` on
   * dist, whatever `pooling` says (DeiT). `mlp`: `head.0`, `head.1` … `head.8`, with batch norms (Point-MAE).
   */
  head: 'linear' | 'norm-linear' | 'distilled' | 'mlp';
  /** Per channel, on a 0..1 scale for images: x' = (x − mean) / std. */
  normalization: { mean: readonly number[]; std: readonly number[] };
}

/** Whose names and layout a checkpoint's tensors have. */
export type Family =
  | 'm2pt'
  | 'timm'
  | 'mae'
  | 'audiomae'
  | 'videomae'
  | 'point-mae'
  | 'hf-vit'
  | 'hf-deit'
  | 'hf-vit-mae'
  | 'hf-ast'
  | 'hf-videomae';

/** What the page shows about a model before it is chosen. */
export interface ModelCard {
  /** `nano-image`, `scratch`, `own:<name>`, `hf:<owner>/<name>@<revision>`. */
  id: string;
  config: EncoderConfig;
  family: Family;
  /** Of tokenizer and blocks. */
  parameters: number;
  /** Size of the weights file; 0 for `scratch`. */
  bytes: number;
  license: string;
  /** What it was pretrained on, one plain phrase. */
  data: string;
  /** Classes of the head in the file; 0 without one. A new task gets a new head. */
  numClasses: number;
  /** What the loader did that one should know: tensors set aside, positions resampled. One sentence each. */
  notes: readonly string[];
}
