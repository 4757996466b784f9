/**
 * @file The models that can be chosen: shipped ones, random weights, and folders that the user opened.
 * Which one is chosen stands in the settings (config-store.ts) by id, so that links and undo cover it.
 */
import { createStore } from 'zustand/vanilla';
import type { RunConfig } from '../../config/run-config.ts';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import type { ModelCard } from '../../core/m2pt/encoder-config.ts';
import { misfit } from '../../core/m2pt/misfit.ts';
import type { ModelSource } from '../../worker/protocol.ts';
import { callEngine } from './engine-store.ts';

export interface ModelsState {
  phase: 'loading' | 'ready' | 'failed';
  /** Shipped models, then `scratch`, then opened folders. */
  cards: readonly ModelCard[];
  /** Why the list or the last opened folder could not be read. */
  problem: Problem | null;
  /** True while a folder is being read. */
  opening: boolean;
}

export const SCRATCH = 'scratch';
export const NO_AUXILIARY = 'none';
/** Files above this are refused before they are read, in bytes. */
const WEIGHTS_LIMIT = 2 ** 30;

export const modelsStore = createStore<ModelsState>(() => ({ phase: 'loading', cards: [], problem: null, opening: false }));

type OwnSource = Extract<ModelSource, { kind: 'own' }>;

/** Opened folders stay in memory: every fresh engine needs them again. */
const opened = new Map<string, OwnSource>();

export function cardOf(cards: readonly ModelCard[], id: string): ModelCard | undefined {
  return cards.find((card) => card.id === id);
}

/** Asks the engine for the shipped models. A failure is kept in `problem`; calling again retries. */
export async function loadModels(): Promise<void> {
  modelsStore.setState({ phase: 'loading', problem: null });
  try {
    const shipped = await callEngine('listModels', {});
    const first = shipped.find((card) => card.config.modality === 'image');
    const scratch: ModelCard[] = first
      ? [
          {
            ...first,
            id: SCRATCH,
            config: { ...first.config, name: SCRATCH },
            bytes: 0,
            license: '',
            data: 'random weights',
            notes: [],
          },
        ]
      : [];
    modelsStore.setState(({ cards }) => ({
      phase: 'ready',
      cards: [...shipped.filter((card) => card.id !== SCRATCH), ...scratch, ...cards.filter((card) => card.id.startsWith('own:'))],
    }));
  } catch (thrown) {
    modelsStore.setState({ phase: 'failed', problem: toProblem(thrown) });
    throw thrown;
  }
}

/** At most 60 characters, none of them half of one, so that it can stand in a link. */
function shortName(name: string): string {
  return [...name]
    .slice(0, 60)
    .join('')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

async function sameFiles(a: OwnSource, b: OwnSource): Promise<boolean> {
  if (a.configText !== b.configText || a.weights.size !== b.weights.size) return false;
  const [one, other] = await Promise.all([a.weights.arrayBuffer(), b.weights.arrayBuffer()]);
  const bytes = new Uint8Array(other);
  return new Uint8Array(one).every((byte, at) => byte === bytes[at]);
}

/** The folder's name, or with `-2`, `-3`, … where another model was opened under it. The same files get their name again. */
async function freeName(source: OwnSource): Promise<string> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? source.name : `${source.name}-${count}`;
    const other = opened.get(`own:${name}`);
    if (!other || (await sameFiles(other, source))) return name;
  }
}

/**
 * Reads a model folder that the user picked, checks it in the engine and adds its card.
 * @param files must hold `config.json` and `model.safetensors`
 * @throws PlaygroundError when one is missing, too large, or refused by the engine
 */
export async function readModelFolder(files: readonly File[]): Promise<ModelCard> {
  modelsStore.setState({ opening: true, problem: null });
  try {
    const config = files.find((file) => file.name === 'config.json');
    const weights = files.find((file) => file.name === 'model.safetensors') ?? files.find((file) => file.name.endsWith('.safetensors'));
    if (!config || !weights) {
      const missing = [config ? '' : 'config.json', weights ? '' : 'model.safetensors'].filter(Boolean).join(' and ');
      throw new PlaygroundError({
        code: 'model-files-missing',
        message: `The model folder has no ${missing}.`,
        hint: 'Choose a folder with config.json and model.safetensors, as in models/nano-image.',
      });
    }
    if (weights.size > WEIGHTS_LIMIT)
      throw new PlaygroundError({
        code: 'model-too-large',
        message: `${weights.name} has ${Math.round(weights.size / 1e6)} MB; at most ${Math.round(WEIGHTS_LIMIT / 1e6)} MB can be opened.`,
        hint: 'Choose a smaller model.',
        where: weights.name,
      });
    const leaf = shortName(weights.webkitRelativePath.split('/').at(-2) ?? weights.name.replace(/\.safetensors$/, ''));
    const found: OwnSource = { kind: 'own', name: leaf, configText: await config.text(), weights, weightsName: weights.name };
    const name = await freeName(found);
    const source = { ...found, name };
    const card = { ...(await callEngine('openModel', { source })), id: `own:${name}` };
    opened.set(card.id, source);
    modelsStore.setState(({ cards }) => ({ cards: [...cards.filter((other) => other.id !== card.id), card] }));
    return card;
  } catch (thrown) {
    modelsStore.setState({ problem: toProblem(thrown) });
    throw thrown;
  } finally {
    modelsStore.setState({ opening: false });
  }
}

/** What the engine needs to load the model of that id. @throws PlaygroundError for an unknown id */
export function sourceOf(id: string): ModelSource {
  const card = cardOf(modelsStore.getState().cards, id);
  const own = opened.get(id);
  if (own) return own;
  if (!card)
    throw new PlaygroundError({
      code: 'model-unknown',
      message: id.startsWith('own:')
        ? `The model “${id.slice(4)}” is a folder on the computer that made these settings.`
        : `There is no model “${id}”.`,
      hint: 'Choose another model, or open a folder with config.json and model.safetensors.',
    });
  return id === SCRATCH ? { kind: 'scratch', config: card.config } : { kind: 'shipped', id };
}

/** Why the chosen auxiliary does not fit the chosen target, from the numbers on their cards; null when it does or none is chosen. */
export function fitProblem({ cards }: ModelsState, config: RunConfig): Problem | null {
  const target = cardOf(cards, config.target)?.config;
  const auxiliary = cardOf(cards, config.auxiliary)?.config;
  if (!target || !auxiliary) return null;
  const message = misfit(target, auxiliary);
  if (message === null) return null;
  return {
    code: 'model-misfit',
    message,
    hint: 'Every linear layer needs a partner of the same shape. Choose an auxiliary of the same width and depth.',
  };
}
