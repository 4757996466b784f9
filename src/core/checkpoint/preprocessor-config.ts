/**
 * @file How inputs are normalised, from Hugging Face's preprocessor_config.json: image processors (`image_mean`, `image_std`,
 * `rescale_factor`) and AST's feature extractor (`mean`, `std`, which it doubles).
 */
import * as v from 'valibot';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { issueText, listIssues } from './config-fields.ts';
import { configError, parseJson } from './config-problem.ts';
import { plain } from './normalizations.ts';

const finite = v.pipe(v.number(), v.finite());
const numbers = v.pipe(
  v.union([finite, v.pipe(v.array(finite), v.minLength(1), v.maxLength(64))]),
  v.transform((value) => (Array.isArray(value) ? value : [value])),
);

const Schema = v.object({
  image_mean: v.nullish(numbers),
  image_std: v.nullish(numbers),
  mean: v.nullish(numbers),
  std: v.nullish(numbers),
  do_normalize: v.nullish(v.boolean(), true),
  do_rescale: v.nullish(v.boolean(), true),
  rescale_factor: v.nullish(v.pipe(finite, v.minValue(1e-9)), 1 / 255),
});

/** For so many channels; null where the file says nothing that fits them. */
export type StatedNormalization = (channels: number) => EncoderConfig['normalization'] | null;

/**
 * @param text of preprocessor_config.json
 * @param where file name for messages
 * @throws PlaygroundError `model-config` for what is not JSON, or values of wrong type
 */
export function preprocessorNormalization(text: string, where: string): StatedNormalization {
  const json = parseJson(text, where);
  const parsed = v.safeParse(Schema, json);
  if (!parsed.success || Array.isArray(json))
    throw configError(where, `cannot be used: ${listIssues(parsed.issues?.map(issueText) ?? ['it is a list'])}`);
  const given = parsed.output;
  // Pixels are 0..255 there and 0..1 here: (255·f·x − mean) / std = (x − mean / 255f) / (std / 255f).
  const factor = 255 * (given.do_rescale ? given.rescale_factor : 1);
  const scale = Math.abs(factor - 1) < 1e-6 ? 1 : factor;
  return (channels) => {
    const spread = (values: number[], divisor: number) =>
      values.length === 1 ? Array<number>(channels).fill(values[0]! / divisor) : values.map((value) => value / divisor);
    const pair = (mean: number[], std: number[]) =>
      mean.length === channels && std.length === channels && std.every((value) => value > 0) ? { mean, std } : null;
    if (!given.do_normalize) return given.do_rescale && scale === 1 ? plain(channels) : pair(spread([0], 1), spread([1], scale));
    if (given.image_mean && given.image_std) return pair(spread(given.image_mean, scale), spread(given.image_std, scale));
    if (given.mean && given.std) return pair(spread(given.mean, 1), spread(given.std, 0.5));
    return null;
  };
}
