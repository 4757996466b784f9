/**
 * @file The picture side of the tokenizers: for callers that know of pictures only (timm export).
 */
import type { EncoderConfig, PatchTokenizer } from '../m2pt/encoder-config.ts';

/** @throws TypeError for a tokenizer of clips or points */
export function patchTokenizer({ tokenizer }: Pick<EncoderConfig, 'tokenizer'>): PatchTokenizer {
  if (tokenizer.kind === 'patch') return tokenizer;
  throw new TypeError(`A ${tokenizer.kind} tokenizer cuts no patches`);
}
