/**
 * @file Repositories of Hugging Face that are known to work, by role: a target must see the data, an auxiliary must have the
 * target's width and depth and another modality. Where none fits, says so and names a pair that goes together.
 */
import { MODALITIES } from '../../../config/modalities.ts';
import type { Modality, RunConfig } from '../../../config/run-config.ts';
import type { EncoderConfig, ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { PLAIN_SHAPE } from '../../../core/m2pt/plain-shape.ts';
import { trainingMemory } from '../../../core/m2pt/predict-memory.ts';
import { formatBytes } from '../../charts/format.ts';
import { shapeOf } from '../../state/models-store.ts';
import { type Role, TAB_BYTES } from './hub-words.ts';

export interface Suggestion {
  repo: string;
  license: string;
  /** Of the weights file, in bytes. */
  bytes: number;
  modality: Modality;
  width: number;
}

/** Blocks of all of them; the MLP is four times the width. */
const DEPTH = 12;

/** Public repositories of the families that are read here. Licences and sizes as their pages state them. */
export const SUGGESTIONS: readonly Suggestion[] = [
  { repo: 'timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k', license: 'apache-2.0', bytes: 23e6, modality: 'image', width: 192 },
  { repo: 'timm/deit_tiny_patch16_224.fb_in1k', license: 'apache-2.0', bytes: 23e6, modality: 'image', width: 192 },
  { repo: 'facebook/vit-mae-base', license: 'apache-2.0', bytes: 448e6, modality: 'image', width: 768 },
  { repo: 'timm/vit_base_patch16_224.mae', license: 'cc-by-nc-4.0', bytes: 343e6, modality: 'image', width: 768 },
  { repo: 'MIT/ast-finetuned-audioset-10-10-0.4593', license: 'bsd-3-clause', bytes: 346e6, modality: 'audio', width: 768 },
  { repo: 'MCG-NJU/videomae-base', license: 'cc-by-nc-4.0', bytes: 377e6, modality: 'video', width: 768 },
];
const PAIR = { target: 'facebook/vit-mae-base', auxiliary: 'MIT/ast-finetuned-audioset-10-10-0.4593' };

const fits = ({ width }: Suggestion, { embedDim, depth, mlpRatio }: EncoderConfig) =>
  width === embedDim && depth === DEPTH && mlpRatio === 4;

/** Those that can take the role, the ones that fit the other model first. @param other the chosen model of the other role */
export function suggestionsFor(role: Role, config: Pick<RunConfig, 'modality'>, other: ModelCard | undefined): Suggestion[] {
  if (role === 'auxiliary') {
    const seen = other?.config.modality ?? config.modality;
    return SUGGESTIONS.filter((one) => one.modality !== seen && (!other || fits(one, other.config)));
  }
  const seen = SUGGESTIONS.filter(({ modality }) => modality === config.modality);
  const first = (one: Suggestion) => (other && fits(one, other.config) ? 0 : 1);
  return seen.sort((a, b) => first(a) - first(b));
}

/** `images, width 192`, and for a target what could be joined to it. */
export function suggestionWords(one: Suggestion, role: Role): string {
  const alone = !SUGGESTIONS.some(({ modality, width }) => modality !== one.modality && width === one.width);
  const partner = role === 'target' && alone ? ', no auxiliary of another modality known' : '';
  return `${MODALITIES[one.modality].label}, width ${one.width}${partner}, ${formatBytes(one.bytes)}`;
}

/** ViT-B/16 at 224 pixels, as the suggested pair's target is. */
const BASE: EncoderConfig = {
  ...PLAIN_SHAPE,
  name: 'ViT-B',
  modality: 'image',
  embedDim: 768,
  depth: DEPTH,
  numHeads: 12,
  mlpRatio: 4,
  layerNormEps: 1e-12,
  qkvBias: true,
  tokenizer: { kind: 'patch', inputSize: [224, 224], patchSize: [16, 16], stride: [16, 16], inChannels: 3, transposed: false },
  prefixTokens: ['cls'],
  normalization: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
};

type CostPlan = Pick<RunConfig, 'batchSize' | 'auxiliaryTrainable' | 'mode' | 'pairedSeeds' | 'pictureSize'>;

/** Two repositories that go together, with what they cost at these settings. Null for data that they are not made for. */
export function pairWords(config: CostPlan & Pick<RunConfig, 'modality'>): string | null {
  if (config.modality !== 'image') return null;
  const bytes = SUGGESTIONS.reduce((sum, one) => sum + (one.repo === PAIR.target || one.repo === PAIR.auxiliary ? one.bytes : 0), 0);
  const cost = (plan: CostPlan) => {
    const shape = shapeOf({ config: BASE }, plan) ?? BASE;
    const pixels = shape.tokenizer.kind === 'patch' ? shape.tokenizer.inputSize[0] : plan.pictureSize;
    const needs = trainingMemory(shape, { ...plan, hasAuxiliary: true });
    return { needs, words: `${formatBytes(needs)} at ${pixels} pixels and batch ${plan.batchSize}` };
  };
  const here = cost(config);
  const small = cost({ ...config, pictureSize: 64, batchSize: 8 });
  const less = here.needs > TAB_BYTES && small.needs < here.needs ? `, more than a tab can usually have, and still ${small.words}` : '';
  return (
    `A pair that goes together, both ${BASE.embedDim} wide with ${DEPTH} blocks: ${PAIR.target} as the target and ${PAIR.auxiliary} as the ` +
    `auxiliary. ${formatBytes(bytes)} to download; training needs about ${here.words}${less}.`
  );
}

/** Why there is nothing to suggest, in a sentence. */
export function noneWords(role: Role, other: ModelCard | undefined): string {
  if (role === 'target' || !other) return 'No repository for these data is known here.';
  const { embedDim, depth } = other.config;
  return `No published auxiliary of another modality is known that is ${embedDim} wide with ${depth} blocks, as the target is.`;
}
