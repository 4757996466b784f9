/**
 * @file The shape of an encoder, as `models/<id>/config.json` states it. Types only; read by
 * `core/checkpoint/model-config.ts`. Names are timm's.
 */
import type { Modality } from '../../config/run-config.ts';

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
  layerNormEps: number;
  qkvBias: boolean;
  tokenizer: {
    kind: 'patch';
    /** [height, width] of one sample. */
    inputSize: readonly [number, number];
    patchSize: readonly [number, number];
    inChannels: number;
  };
  /** Per channel, on a 0..1 scale for images: x' = (x − mean) / std. */
  normalization: { mean: readonly number[]; std: readonly number[] };
}

/** What the page shows about a model before it is chosen. */
export interface ModelCard {
  /** `nano-image`, `scratch`, `own:<name>`. */
  id: string;
  config: EncoderConfig;
  parameters: number;
  /** Size of the weights file; 0 for `scratch`. */
  bytes: number;
  license: string;
  /** What it was pretrained on, one plain phrase. */
  data: string;
}
