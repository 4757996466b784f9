/**
 * @file What the model list says in words about memory, licences and fit.
 */
import type { RunConfig } from '../../../config/run-config.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { misfit } from '../../../core/m2pt/misfit.ts';
import { tokenCount } from '../../../core/m2pt/plain-shape.ts';
import { trainingMemory } from '../../../core/m2pt/predict-memory.ts';
import { formatBytes, formatCount } from '../../charts/format.ts';
import { shapeOf } from '../../state/models-store.ts';
import { modalityMisfit, sizeMisfit } from './model-choices.ts';
import { briefName } from './model-name.ts';

export type Role = 'target' | 'auxiliary';

/** What WASM can address; WebGPU devices of laptops have about as much. */
export const TAB_BYTES = 4e9;

/** From here on the card says that smaller pictures need less. */
const MANY_TOKENS = 128;

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
    const less = tokens >= MANY_TOKENS && card.config.modality === 'image' ? '. Smaller pictures need less: Settings → Picture size' : '';
    return `${formatCount(tokens)} tokens a sample; training needs about ${formatBytes(bytes)} at batch ${config.batchSize}${much}${less}`;
  }
  if (!target || misfit(target.config, card.config)) return null;
  const added =
    trainingMemory(target.config, { ...plan, hasAuxiliary: true }) - trainingMemory(target.config, { ...plan, hasAuxiliary: false });
  return `Its matrices add about ${formatBytes(added)} to training`;
}

export interface Verdict {
  fits: boolean;
  words: string;
  /** What has to be done besides, though it fits; null otherwise. */
  note: string | null;
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
  const fits = (words: string, note: string | null = null): Verdict => ({ fits: true, words, note });
  const refused = (words: string): Verdict => ({ fits: false, words, note: null });
  if (role === 'target') {
    const wrong = modalityMisfit(card, config.modality);
    if (wrong) return refused(wrong);
    if (!other) return fits(`Fits as a target; an auxiliary needs ${size} too.`);
    const why = sizeMisfit(card.config, other.config);
    const name = briefName(other.id);
    return why === null
      ? fits(`Fits the auxiliary ${name}: both have ${size}.${headsWords(card, other)}`)
      : fits('Fits as a target.', `The auxiliary ${name} does not fit it (${why}). Choose another or none.`);
  }
  if (!other) return fits(`Fits targets of ${size}.`);
  const why = sizeMisfit(other.config, card.config);
  return why === null
    ? fits(`Fits the target ${briefName(other.id)}: both have ${size}.${headsWords(card, other)}`)
    : refused(`Does not fit the target ${briefName(other.id)}: ${why}.`);
}
