/**
 * @file Which kind of config.json a checkpoint has, and the way from each kind to EncoderConfig: ours, timm's, Hugging
 * Face's, Point-MAE's, none.
 */
import * as v from 'valibot';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import { huggingFaceConfig, MODEL_TYPES } from './config-huggingface.ts';
import { type Hints, inferConfig } from './config-inferred.ts';
import { checkConfig, configError, parseJson } from './config-problem.ts';
import { timmConfig } from './config-timm.ts';
import { type CardFacts, cardFacts } from './model-card.ts';
import { type ModelConfigFile, parseModelConfig } from './model-config.ts';
import type { TensorFacts } from './tensor-facts.ts';

export interface StatedConfig {
  kind: 'own' | 'timm' | 'huggingface' | 'point' | 'unknown' | 'none';
  json: unknown;
  /** Whose names to expect; null where the configuration does not say. */
  family: Family | null;
  /** Ready for `own`. */
  own: ModelConfigFile | null;
}

const KindSchema = v.object({
  format: v.optional(v.unknown()),
  model_type: v.fallback(v.optional(v.string()), undefined),
  architecture: v.fallback(v.optional(v.string()), undefined),
  NAME: v.fallback(v.optional(v.string()), undefined),
  model: v.fallback(v.optional(v.object({ NAME: v.optional(v.string()) })), undefined),
});
const POINT_MAE = /^point[-_ ]?(mae|transformer)/i;

/**
 * @param text null without a config.json
 * @throws PlaygroundError `model-config` for what is not JSON, or our own format with fields that do not fit
 */
export function statedConfig(text: string | null, where: string): StatedConfig {
  const none: StatedConfig = { kind: 'none', json: null, family: null, own: null };
  if (text === null || text.trim() === '') return none;
  const json = parseJson(text, where);
  const parsed = v.safeParse(KindSchema, json);
  if (!parsed.success) throw configError(where, 'is not an object of settings');
  const { format, model_type: type, architecture, NAME, model } = parsed.output;
  if (format !== undefined) return { kind: 'own', json, family: 'm2pt', own: parseModelConfig(text, where) };
  if ([type, architecture, NAME, model?.NAME].some((name) => name && POINT_MAE.test(name)))
    return { kind: 'point', json, family: 'point-mae', own: null };
  if (architecture) return { kind: 'timm', json, family: 'timm', own: null };
  if (type && Object.hasOwn(MODEL_TYPES, type)) return { kind: 'huggingface', json, family: MODEL_TYPES[type]!, own: null };
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
  checkConfig(found.config, where);
  return found;
}

function byKind(
  { kind, json, own }: StatedConfig,
  family: Family,
  facts: TensorFacts,
  name: string,
  where: string,
): { config: EncoderConfig; notes: string[] } {
  switch (kind) {
    case 'own':
      return { config: own!.config, notes: [] };
    case 'timm':
      return { config: timmConfig(json, name, facts, where), notes: [] };
    case 'huggingface':
      return { config: huggingFaceConfig(json, name, facts, where), notes: [] };
    case 'point':
      return inferConfig(family, name, facts, where, pointHints(json));
    case 'unknown': {
      const { config, notes } = inferConfig(family, name, facts, where);
      return { config, notes: ['The config.json is of no kind that is read here; the tensors told the shape.', ...notes] };
    }
    case 'none':
      return inferConfig(family, name, facts, where);
    default:
      return kind satisfies never;
  }
}

const number = v.fallback(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(65_536))), undefined);
const PointSchema = v.object({
  trans_dim: number,
  hidden_size: number,
  embed_dim: number,
  depth: number,
  num_hidden_layers: number,
  num_heads: number,
  num_attention_heads: number,
  num_group: number,
  num_groups: number,
  group_size: number,
  layer_norm_eps: number,
});

/** Point-MAE's YAML, as JSON, has `model` and in pretraining `model.transformer_config`; flat forms are read too. */
function pointHints(json: unknown): Hints {
  const record = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const model = record(record(json).model);
  const all = v.parse(PointSchema, { ...record(json), ...model, ...record(model.transformer_config) });
  const hints = {
    embedDim: all.trans_dim ?? all.hidden_size ?? all.embed_dim,
    depth: all.depth ?? all.num_hidden_layers,
    numHeads: all.num_heads ?? all.num_attention_heads,
    groups: all.num_group ?? all.num_groups,
    neighbours: all.group_size,
    eps: all.layer_norm_eps,
  };
  return Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined));
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
