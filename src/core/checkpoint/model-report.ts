/**
 * @file What `npm run lab -- inspect` and the model dialog tell of a checkpoint. Types only.
 */
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';

export interface TensorReport {
  /** As the file calls it. */
  name: string;
  /** As this engine calls it; null where the tensor is not used. */
  canonical: string | null;
  dtype: string;
  shape: readonly number[];
}

export interface ModelReport {
  /** Null when no table of names matches. */
  family: Family | null;
  /** Null when the checkpoint cannot be expressed; `problems` says why. */
  config: EncoderConfig | null;
  tensors: TensorReport[];
  /** Decoder, mask token, another head: known and not used. */
  setAside: string[];
  /** Canonical names that the shape asks for and the file lacks. */
  missing: string[];
  /** Names that no table knows. */
  unknown: string[];
  /** Elements of all tensors in the file. */
  parameters: number;
  bytes: number;
  license: string;
  numClasses: number;
  /** What was set aside, resampled or assumed, one sentence each. */
  notes: string[];
  /** Why it cannot be opened, one sentence each; empty when it can. */
  problems: string[];
}
