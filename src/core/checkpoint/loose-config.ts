/**
 * @file Numbers of a config.json that has no fixed form: Point-MAE's YAML as JSON, flat settings, the arguments of a training
 * script. They are looked for under their usual names, at the top and in the usual folders; the tensors are held against them.
 */
import * as v from 'valibot';
import { count, issueText, listIssues, sides } from './config-fields.ts';
import { configError } from './config-problem.ts';

/** What a loose configuration states; the rest comes from the tensors. */
export interface Hints {
  embedDim?: number;
  depth?: number;
  numHeads?: number;
  /** Width of the MLP's hidden layer. */
  hidden?: number;
  mlpRatio?: number;
  eps?: number;
  groups?: number;
  neighbours?: number;
  frames?: number;
  inputSize?: [number, number];
  /** Mean over the tokens, or the first token. */
  meanPooling?: boolean;
}

/** The usual names of each number. */
export const ALIASES = {
  embedDim: ['trans_dim', 'embed_dim', 'hidden_size', 'encoder_dims'],
  depth: ['depth', 'num_hidden_layers', 'num_layers'],
  numHeads: ['num_heads', 'num_attention_heads'],
  hidden: ['intermediate_size'],
  mlpRatio: ['mlp_ratio'],
  eps: ['layer_norm_eps', 'norm_eps', 'eps'],
  groups: ['num_group', 'num_groups', 'groups'],
  neighbours: ['group_size', 'num_neighbors', 'num_neighbours', 'neighbors', 'neighbours', 'k'],
  frames: ['num_frames', 'all_frames'],
  inputSize: ['img_size', 'image_size'],
  meanPooling: ['global_pool', 'use_mean_pooling'],
} as const satisfies Record<keyof Hints, readonly string[]>;

const FIELDS = {
  embedDim: count(4096),
  depth: count(64),
  numHeads: count(64),
  hidden: count(65_536),
  mlpRatio: v.pipe(v.number(), v.minValue(0.5), v.maxValue(16)),
  eps: v.pipe(v.number(), v.minValue(0), v.maxValue(0.1)),
  groups: count(4096),
  neighbours: count(1024),
  frames: count(256),
  inputSize: sides(2048),
  meanPooling: v.pipe(
    v.union([v.boolean(), v.picklist(['avg', 'token', ''])]),
    v.transform((pool) => pool === true || pool === 'avg'),
  ),
} as const satisfies Record<keyof Hints, v.GenericSchema>;

const OF_POINTS: ReadonlySet<string> = new Set(['groups', 'neighbours']);
const OF_PICTURES: ReadonlySet<string> = new Set(['frames', 'inputSize', 'meanPooling']);
const ACTIVATIONS = ['hidden_act', 'act_layer', 'activation'];

/**
 * @param points whether the tensors are those of a model of points; each kind of model has names that the other may use otherwise
 * @returns the numbers, and the names that they were read from
 * @throws PlaygroundError `model-config` for a value that cannot be, for one number under two names that differ, and for
 *   another activation than GELU
 */
export function looseHints(json: unknown, points: boolean, where: string): { hints: Hints; used: string[] } {
  const places = placesOf(json);
  const hints: Record<string, unknown> = {};
  const used: string[] = [];
  for (const [key, names] of Object.entries(ALIASES) as [keyof Hints, readonly string[]][]) {
    if ((points ? OF_PICTURES : OF_POINTS).has(key)) continue;
    const given = places.flatMap((place) => names.flatMap((name) => (Object.hasOwn(place, name) ? [[name, place[name]] as const] : [])));
    for (const [name, value] of given) {
      if (value === null) continue;
      const parsed = v.safeParse(FIELDS[key], value);
      if (!parsed.success)
        throw configError(
          where,
          `cannot be used: ${listIssues(parsed.issues.map((issue) => issueText(issue).replace('the whole', name)))}`,
        );
      if (Object.hasOwn(hints, key) && String(hints[key]) !== String(parsed.output))
        throw configError(
          where,
          `states ${names.filter((one) => given.some(([other]) => other === one)).join(' and ')} with values that differ: ${String(hints[key])} and ${String(parsed.output)}`,
        );
      hints[key] = parsed.output;
      used.push(name);
    }
  }
  for (const place of places)
    for (const name of ACTIVATIONS)
      if (Object.hasOwn(place, name) && place[name] !== null && !/gelu$/i.test(String(place[name])))
        throw configError(where, `uses the activation “${String(place[name])}”; only “gelu” is computed here`);
  return { hints: hints as Hints, used: [...new Set(used)] };
}

/** The top, `model`, `model_args`, and `transformer_config` in each of them. */
function placesOf(json: unknown): Record<string, unknown>[] {
  const top = record(json);
  const places = [top, record(top.model), record(top.model_args)];
  return [...places, ...places.map((place) => record(place.transformer_config))];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
