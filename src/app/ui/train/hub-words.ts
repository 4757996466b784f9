/**
 * @file What the model list says in words about memory, licences and fit, and the repositories it suggests.
 */
import type { RunConfig } from '../../../config/run-config.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { misfit } from '../../../core/m2pt/misfit.ts';
import { tokenCount } from '../../../core/m2pt/plain-shape.ts';
import { trainingMemory } from '../../../core/m2pt/predict-memory.ts';
import { formatBytes, formatCount } from '../../charts/format.ts';
import { shapeOf } from '../../state/models-store.ts';
import { modalityMisfit } from './model-choices.ts';

export type Role = 'target' | 'auxiliary';

/** What WASM can address; WebGPU devices of laptops have about as much. */
const TAB_BYTES = 4e9;

export interface Suggestion {
  repo: string;
  license: string;
  size: string;
  what: string;
}

/** Public repositories of the families that are read here. Licences and sizes as their pages state them. */
export const SUGGESTIONS: readonly Suggestion[] = [
  { repo: 'timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k', license: 'apache-2.0', size: '23 MB', what: 'images, width 192' },
  { repo: 'timm/deit_tiny_patch16_224.fb_in1k', license: 'apache-2.0', size: '23 MB', what: 'images, width 192' },
  { repo: 'facebook/vit-mae-base', license: 'apache-2.0', size: '448 MB', what: 'images, width 768' },
  { repo: 'timm/vit_base_patch16_224.mae', license: 'cc-by-nc-4.0', size: '343 MB', what: 'images, width 768' },
  { repo: 'MIT/ast-finetuned-audioset-10-10-0.4593', license: 'bsd-3-clause', size: '346 MB', what: 'sounds, width 768' },
  { repo: 'MCG-NJU/videomae-base', license: 'cc-by-nc-4.0', size: '377 MB', what: 'clips, width 768' },
];

/** True for licences that forbid commercial use. */
export function isNonCommercial(license: string): boolean {
  return /(^|[-_ ])nc([-_ ]|$)|non-?commercial/i.test(license);
}

/** What training needs, in words: the whole for a target, what it adds for an auxiliary; null where nothing can be said. */
export function memoryWords(
  role: Role,
  card: ModelCard,
  target: ModelCard | undefined,
  config: Pick<RunConfig, 'batchSize' | 'auxiliary' | 'auxiliaryTrainable' | 'mode' | 'pairedSeeds' | 'pictureSize'>,
  samples: number | undefined,
): string | null {
  const plan = { ...config, ...(samples ? { samples } : {}) };
  if (role === 'target') {
    const shape = shapeOf(card, config) ?? card.config;
    const tokens = tokenCount(shape);
    const bytes = trainingMemory(shape, { ...plan, hasAuxiliary: config.auxiliary !== 'none' });
    const much = bytes > TAB_BYTES ? ', more than a tab can usually have' : '';
    return `${formatCount(tokens)} tokens a sample; training needs about ${formatBytes(bytes)} at batch ${config.batchSize}${much}`;
  }
  if (!target || misfit(target.config, card.config)) return null;
  const added =
    trainingMemory(target.config, { ...plan, hasAuxiliary: true }) - trainingMemory(target.config, { ...plan, hasAuxiliary: false });
  return `Its matrices add about ${formatBytes(added)} to training`;
}

export interface Verdict {
  fits: boolean;
  words: string;
}

function headsWords(card: ModelCard, other: ModelCard): string {
  const [here, there] = [card.config.numHeads, other.config.numHeads];
  return here === there ? '' : ` It has ${here} heads and the other ${there}, which changes no shape.`;
}

/**
 * Whether a looked-up model can take its role beside the other model, in one sentence.
 * @param other the chosen auxiliary for a target, the chosen target for an auxiliary
 */
export function fitVerdict(role: Role, card: ModelCard, other: ModelCard | undefined, config: Pick<RunConfig, 'modality'>): Verdict {
  const { embedDim, depth } = card.config;
  const size = `width ${embedDim} and ${depth} blocks`;
  if (role === 'target') {
    const wrong = modalityMisfit(card, config.modality);
    if (wrong) return { fits: false, words: wrong };
    if (!other) return { fits: true, words: `Fits as a target; an auxiliary needs ${size} too.` };
    const why = misfit(card.config, other.config);
    if (why === null) return { fits: true, words: `Fits the auxiliary ${other.config.name}: both have ${size}.${headsWords(card, other)}` };
    return { fits: true, words: `${why} Choose another auxiliary after it.` };
  }
  if (!other) return { fits: true, words: `Fits targets of ${size}.` };
  const why = misfit(other.config, card.config);
  return why === null
    ? { fits: true, words: `Fits the target ${other.config.name}: both have ${size}.${headsWords(card, other)}` }
    : { fits: false, words: why };
}
