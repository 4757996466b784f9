/**
 * @file The models that can be chosen: shipped ones, random weights, files that the user opened, and downloaded ones of
 * Hugging Face (hub-store.ts adds them). Which one is chosen stands in the settings (config-store.ts) by id, so that links
 * and undo cover it.
 */
import { createStore } from 'zustand/vanilla';
import type { RunConfig } from '../../config/run-config.ts';
import { hubNameOf } from '../../core/checkpoint/hub-name.ts';
import { PlaygroundError, type Problem, toProblem } from '../../core/errors.ts';
import type { EncoderConfig, ModelCard } from '../../core/m2pt/encoder-config.ts';
import { misfit } from '../../core/m2pt/misfit.ts';
import { atPictureSize } from '../../core/m2pt/plain-shape.ts';
import type { ModelSource } from '../../worker/protocol.ts';
import { configStore } from './config-store.ts';
import { callEngine } from './engine-store.ts';

export interface ModelsState {
  phase: 'loading' | 'ready' | 'failed';
  /** Shipped models, then `scratch`, then opened files and downloaded models as they came. */
  cards: readonly ModelCard[];
  /** Why the list or the last opened folder could not be read. */
  problem: Problem | null;
  /** Name of the folder or file that is being read; null otherwise. */
  opening: string | null;
}

export const SCRATCH = 'scratch';
export const NO_AUXILIARY = 'none';
/** Files above this are refused before they are read, in bytes. */
const WEIGHTS_LIMIT = 4e9;
/** Compared at once where two files may be the same, in bytes. */
const COMPARE_STEP = 4 << 20;
const PICKLE = /\.(pth|pt|bin|ckpt|pkl)$/i;

export const modelsStore = createStore<ModelsState>(() => ({ phase: 'loading', cards: [], problem: null, opening: null }));

type OwnSource = Extract<ModelSource, { kind: 'own' }>;

/** Opened folders stay in memory: every fresh engine needs them again. */
const opened = new Map<string, OwnSource>();

export function cardOf(cards: readonly ModelCard[], id: string): ModelCard | undefined {
  return cards.find((card) => card.id === id);
}

/** The list with random weights of the shape of the shipped model that sees the settings' modality, where there is one. */
function withScratch(cards: readonly ModelCard[]): ModelCard[] {
  const { modality } = configStore.getState().config;
  const isOpened = ({ id }: ModelCard) => /^(own|hf):/.test(id);
  const shipped = cards.filter((card) => card.id !== SCRATCH && !isOpened(card));
  const first = shipped.find((card) => card.config.modality === modality);
  const scratch = first && {
    ...first,
    id: SCRATCH,
    config: { ...first.config, name: SCRATCH },
    bytes: 0,
    license: '',
    data: 'random weights',
    notes: [],
  };
  return [...shipped, ...(scratch ? [scratch] : []), ...cards.filter(isOpened)];
}

/** Call when the settings' modality has changed: random weights take its shape. */
export function fitScratch(): void {
  if (modelsStore.getState().phase === 'ready') modelsStore.setState(({ cards }) => ({ cards: withScratch(cards) }));
}

/** Asks the engine for the shipped models. A failure is kept in `problem`; calling again retries. */
export async function loadModels(): Promise<void> {
  modelsStore.setState({ phase: 'loading', problem: null });
  try {
    const shipped = await callEngine('listModels', {});
    modelsStore.setState(({ cards }) => ({
      phase: 'ready',
      cards: withScratch([...shipped, ...cards.filter((card) => /^(own|hf):/.test(card.id))]),
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

/** Read in parts: a checkpoint is never in the page's memory as a whole. */
async function sameFiles(a: OwnSource, b: OwnSource): Promise<boolean> {
  if (a.configText !== b.configText || a.preprocessorText !== b.preprocessorText || a.weights.size !== b.weights.size) return false;
  for (let at = 0; at < a.weights.size; at += COMPARE_STEP) {
    const [one, other] = await Promise.all(
      [a, b].map(async ({ weights }) => new Uint8Array(await weights.slice(at, at + COMPARE_STEP).arrayBuffer())),
    );
    if (!one?.every((byte, index) => byte === other?.[index])) return false;
  }
  return true;
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
 * Takes a model from files that the user picked, checks it in the engine and adds its card.
 * @param files a `.safetensors` file, with `config.json` and `README.md` where there are any
 * @throws PlaygroundError when there are no weights, or they are too large or refused by the engine
 */
export async function readModelFolder(files: readonly File[]): Promise<ModelCard> {
  modelsStore.setState({ opening: files[0]?.webkitRelativePath.split('/')[0] || files[0]?.name || 'files', problem: null });
  try {
    const { config, weights, readme, preprocessor } = pickModelFiles(files);
    if (weights.size > WEIGHTS_LIMIT)
      throw new PlaygroundError({
        code: 'model-too-large',
        message: `${weights.name} has ${Math.round(weights.size / 1e6)} MB; at most ${Math.round(WEIGHTS_LIMIT / 1e6)} MB can be opened.`,
        hint: 'Choose a smaller model.',
        where: weights.name,
      });
    const leaf = shortName(weights.webkitRelativePath.split('/').at(-2) ?? weights.name.replace(/\.[^.]+$/, ''));
    const found: OwnSource = {
      kind: 'own',
      name: leaf,
      configText: (await config?.text()) ?? null,
      weights,
      weightsName: weights.name,
      ...(readme ? { readme: await readme.text() } : {}),
      ...(preprocessor ? { preprocessorText: await preprocessor.text() } : {}),
    };
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
    modelsStore.setState({ opening: null });
  }
}

/** Which of the files is what; those at the top of a folder win over those deeper in it. */
function pickModelFiles(files: readonly File[]): { weights: File } & Record<'config' | 'readme' | 'preprocessor', File | undefined> {
  const depth = (file: File) => file.webkitRelativePath.split('/').length;
  const sorted = [...files].sort((a, b) => depth(a) - depth(b));
  const named = (name: string) => sorted.find((file) => file.name === name);
  const weights =
    named('model.safetensors') ??
    sorted.find(({ name }) => name.endsWith('.safetensors')) ??
    sorted.find(({ name }) => PICKLE.test(name)) ?? // the engine says what it is and how to convert it
    (sorted.length === 1 ? sorted[0] : undefined);
  if (weights)
    return { config: named('config.json'), weights, readme: named('README.md'), preprocessor: named('preprocessor_config.json') };
  throw new PlaygroundError({
    code: 'model-files-missing',
    message: `None of these ${files.length} files is a .safetensors file.`,
    hint: 'Choose a folder with config.json and model.safetensors, as in models/nano-image, or one .safetensors file.',
  });
}

/** Forgets why the last folder could not be opened, once that has been read; why the list could not be had stays. */
export function forgetFolderProblem(): void {
  if (modelsStore.getState().phase !== 'failed') modelsStore.setState({ problem: null });
}

/** Puts cards of downloaded models into the list, in place of older ones of the same id. */
export function addHubCards(fresh: readonly ModelCard[]): void {
  if (fresh.length === 0) return;
  const ids = new Set(fresh.map(({ id }) => id));
  modelsStore.setState(({ cards }) => ({ cards: [...cards.filter(({ id }) => !ids.has(id)), ...fresh] }));
}

/** Takes a deleted model out of the list. */
export function dropHubCard(id: string): void {
  modelsStore.setState(({ cards }) => ({ cards: cards.filter((card) => card.id !== id) }));
}

/** What the engine needs to load the model of that id. @throws PlaygroundError for an unknown id */
export function sourceOf(id: string): ModelSource {
  const card = cardOf(modelsStore.getState().cards, id);
  const own = opened.get(id);
  if (own) return own;
  const hub = hubNameOf(id);
  if (!card)
    throw new PlaygroundError({
      code: 'model-unknown',
      message: id.startsWith('own:')
        ? `The model “${id.slice(4)}” is a folder on the computer that made these settings.`
        : hub
          ? `The model ${hub.repo} of Hugging Face is not on this computer yet.`
          : `There is no model “${id}”.`,
      hint: hub
        ? 'Open the list of models to look it up and download it.'
        : 'Choose another model, or open a folder with config.json and model.safetensors.',
    });
  if (hub) return { kind: 'hub', ...hub };
  return id === SCRATCH ? { kind: 'scratch', config: card.config } : { kind: 'shipped', id };
}

/** The shape of a target at the chosen picture size; null when its patches do not divide that. */
export function shapeOf(card: Pick<ModelCard, 'config'>, { pictureSize }: Pick<RunConfig, 'pictureSize'>): EncoderConfig | null {
  try {
    return atPictureSize(card.config, pictureSize);
  } catch {
    return null;
  }
}

/** Why target, picture size and auxiliary do not go together, from the numbers on the cards; null when they do. */
export function fitProblem({ cards }: ModelsState, config: RunConfig): Problem | null {
  const target = cardOf(cards, config.target)?.config;
  const auxiliary = cardOf(cards, config.auxiliary)?.config;
  if (!target) return null;
  try {
    atPictureSize(target, config.pictureSize);
  } catch (thrown) {
    return toProblem(thrown);
  }
  if (!auxiliary) return null;
  const message = misfit(target, auxiliary);
  if (message === null) return null;
  return {
    code: 'model-misfit',
    message,
    hint: 'Every linear layer needs a partner of the same shape. Choose an auxiliary of the same width and depth.',
  };
}
