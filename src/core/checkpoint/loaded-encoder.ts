/**
 * @file What goes into the loader and what comes out. Types only; `load-encoder.ts` is where others take them from.
 */
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import type { HostParams } from '../tensor/params.ts';
import type { ByteSource } from './byte-source.ts';

/** The files of a model, wherever they lie. */
export interface ModelFiles {
  /** Folder or file name, for messages and as the model's name where its config has none. */
  folder: string;
  /** Null when there is no config.json: what the tensors tell is used. */
  configText: string | null;
  weights: ByteSource;
  /** README.md, for licence and data. */
  readme?: string | undefined;
  /** Hugging Face's preprocessor_config.json, for how inputs are normalised. */
  preprocessorText?: string | null | undefined;
}

export interface LoadedEncoder {
  config: EncoderConfig;
  family: Family;
  license: string;
  /** What it was pretrained on, one phrase. */
  data: string;
  /**
   * Tokenizer and blocks under canonical names; `norm.*` too where the final norm stands before pooling, and `fc_norm.*` where
   * the file has one and no head.
   */
  params: HostParams;
  /** `fc_norm`, `head` and their like from the file, complete; null where the file has no head. */
  head: HostParams | null;
  numClasses: number;
  /** Why the head in the file cannot be used, one sentence; absent where it can, or there is none. Training makes a new one. */
  headProblem?: string;
  /** Names in the file that this engine does not use. */
  setAside: string[];
  /** One sentence each: what was set aside, positions resampled. */
  notes: string[];
  bytes: number;
}
