/**
 * @file How inputs were normalised in pretraining, for checkpoints that do not say: x' = (x − mean) / std.
 */
import type { EncoderConfig } from '../m2pt/encoder-config.ts';

type Normalization = EncoderConfig['normalization'];

/** Inception's, of the augreg ViTs and Hugging Face's ViT: −1 … 1. */
export const HALF: Normalization = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
export const IMAGENET: Normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
/** AudioSet's log-mel features, mean and twice the standard deviation (AST §3.1, AudioMAE). */
export const AUDIOSET: Normalization = { mean: [-4.2677393], std: [2 * 4.5689974] };
/** Point clouds come centred and scaled to the unit ball. */
export const POINTS: Normalization = { mean: [0, 0, 0], std: [1, 1, 1] };
/** For other channel counts: nothing is done. */
export const plain = (channels: number): Normalization => ({ mean: Array(channels).fill(0), std: Array(channels).fill(1) });
