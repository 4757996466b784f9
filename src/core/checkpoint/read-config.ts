/**
 * @file Which kind of config.json a checkpoint has, and the way from each kind to EncoderConfig: ours, timm's, Hugging
 * Face's, Point-MAE's, none.
 */
import * as v from 'valibot';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import { tokenGrid } from '../m2pt/plain-shape.ts';
import { huggingFaceConfig, MODEL_TYPES } from './config-huggingface.ts';
import { inferConfig, isPointModel } from './config-inferred.ts';
import { checkConfig, configError, type Described, parseJson } from './config-problem.ts';
import { timmConfig } from './config-timm.ts';
import { looseHints } from './loose-config.ts';
import { type CardFacts, cardFacts } from './model-card.ts';
import { type ModelConfigFile, parseModelConfig } from './model-config.ts';
import { preprocessorNormalization, type StatedNormalization } from './preprocessor-config.ts';
import type { TensorFacts } from './tensor-facts.ts';

export interface StatedConfig {
  kind: 'own' | 'timm' | 'huggingface' | 'point' | 'unknown' | 'none';
  json: unknown;
  /** Whose names to expect; null where the configuration does not say. */
  family: Family | null;
  /** The word that tells the kind, for messages: a model type, an architecture; empty without one. */
  says: string;
  /** Ready for `own`. */
  own: ModelConfigFile | null;
  /** Of preprocessor_config.json; null without one. */
  normalization: StatedNormalization | null;
}

const word = v.fallback(v.optional(v.string()), undefined);
const KindSchema = v.object({
  format: v.optional(v.unknown()),
  model_type: word,
  architecture: word,
  architectures: v.fallback(v.optional(v.array(v.string())), undefined),
  NAME: word,
  name: word,
  family: word,
  model: v.fallback(v.optional(v.object({ NAME: v.optional(v.string()) })), undefined),
});
const POINT_MAE = /^point[-_ ]?(mae|transformer)/i;

/**
 * @param text null without a config.json
 * @param where path of config.json, for messages
 * @param preprocessorText of preprocessor_config.json, which lies beside it
 * @throws PlaygroundError `model-config` for what is not JSON, or our own format with fields that do not fit
 */
export function statedConfig(text: string | null, where: string, preprocessorText?: string | null): StatedConfig {
  const normalization = preprocessorText?.trim()
    ? preprocessorNormalization(preprocessorText, where.replace(/config\.json$/, 'preprocessor_config.json'))
    : null;
  const none: StatedConfig = { kind: 'none', json: null, family: null, says: '', own: null, normalization };
  if (text === null || text.trim() === '') return none;
  const json = parseJson(text, where);
  const parsed = v.safeParse(KindSchema, json);
  if (!parsed.success || Array.isArray(json)) throw configError(where, 'is not an object of settings');
  const { format, model_type: type, architecture, architectures, NAME, name, family, model } = parsed.output;
  if (format !== undefined) return { ...none, kind: 'own', json, family: 'm2pt', says: 'm2pt-encoder', own: parseModelConfig(text, where) };
  const point = [type, architecture, architectures?.[0], NAME, model?.NAME, name, family].find((one) => one && POINT_MAE.test(one));
  if (point) return { ...none, kind: 'point', json, family: 'point-mae', says: point };
  if (architecture) return { ...none, kind: 'timm', json, family: 'timm', says: architecture };
  if (type && Object.hasOwn(MODEL_TYPES, type)) return { ...none, kind: 'huggingface', json, family: MODEL_TYPES[type]!, says: type };
  if (type) {
    const known = Object.keys(MODEL_TYPES).join(', ');
    throw configError(where, `describes a model of type “${type}”; these types are read: ${known}, point-mae`);
  }
  return { ...none, kind: 'unknown', json };
}

/**
 * @param family as the names of the tensors tell
 * @throws PlaygroundError `model-config` naming what cannot be expressed
 */
export function encoderConfig(
  stated: StatedConfig,
  family: Family,
  facts: TensorFacts,
  name: string,
  where: string,
): { config: EncoderConfig; notes: string[] } {
  const found = byKind(stated, family, facts, name, where);
  const { tokenizer } = found.config;
  const stateless = found.assumed ? (stated.normalization?.(tokenizer.kind === 'points' ? 3 : tokenizer.inChannels) ?? null) : null;
  const config = stateless ? { ...found.config, normalization: stateless } : found.config;
  checkConfig(config, where);
  const notes = [...found.notes, ...cutNote(config)];
  if (found.assumed && !stateless) {
    const { mean, std } = config.normalization;
    const text = (values: readonly number[]) => [...new Set(values)].join(', ');
    notes.push(`No file states how inputs were normalised; mean ${text(mean)} and deviation ${text(std)} were assumed.`);
  }
  return { config, notes };
}

/** A convolution leaves a rest at the edge that is smaller than a patch out, as timm's and Hugging Face's do. */
function cutNote({ tokenizer }: EncoderConfig): string[] {
  if (tokenizer.kind !== 'patch') return [];
  const { inputSize, patchSize, stride } = tokenizer;
  if (inputSize.every((size, axis) => stride[axis] !== patchSize[axis] || size % patchSize[axis]! === 0)) return [];
  const seen = tokenGrid({ tokenizer }).map((steps, axis) => steps * stride[axis]!);
  return [`Patches of ${patchSize.join('×')} cover ${seen.join('×')} of the input’s ${inputSize.join('×')}; the rest is not seen.`];
}

function byKind({ kind: filed, json, own }: StatedConfig, family: Family, facts: TensorFacts, name: string, where: string): Described {
  const points = isPointModel(facts);
  // Whatever a configuration calls itself: beside the tensors of a model of points it states such a model.
  const kind = points && filed !== 'own' && filed !== 'none' ? 'point' : filed;
  switch (kind) {
    case 'own':
      return { config: own!.config, notes: [], assumed: false };
    case 'timm':
      return timmConfig(json, name, facts, where);
    case 'huggingface':
      return huggingFaceConfig(json, name, facts, where);
    case 'point':
      return inferConfig(family, name, facts, where, looseHints(json, points, where).hints);
    case 'unknown': {
      const { hints, used } = looseHints(json, points, where);
      const { config, notes, assumed } = inferConfig(family, name, facts, where, hints);
      const note = `The config.json is of no kind that is read here; ${used.join(', ')} were taken from it, the rest from the tensors.`;
      return { config, notes: [note, ...notes], assumed };
    }
    case 'none':
      return inferConfig(family, name, facts, where, null);
    default:
      return kind satisfies never;
  }
}

const ClassesSchema = v.object({
  num_classes: v.fallback(v.nullish(v.number()), null),
  num_labels: v.fallback(v.nullish(v.number()), null),
  id2label: v.fallback(v.nullish(v.record(v.string(), v.unknown())), null),
});

/** How many classes the head should have; null where the configuration does not say. */
export function statedClasses({ kind, json }: StatedConfig): number | null {
  const parsed = v.safeParse(ClassesSchema, json);
  if (!parsed.success || kind === 'own') return null;
  const { num_classes: classes, num_labels: labels, id2label } = parsed.output;
  return classes ?? labels ?? (id2label ? Object.keys(id2label).length : null);
}

/** Licence and data, from our own config first, then as `cardFacts` finds them. */
export function statedCard(stated: StatedConfig | null, readme: string | undefined): CardFacts {
  const own = stated?.own ?? null;
  const found = cardFacts(stated?.json ?? null, readme);
  return {
    license: own && own.license !== 'not stated' ? own.license : found.license,
    data: own?.data || found.data,
  };
}
