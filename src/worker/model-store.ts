/**
 * @file Models inside the engine worker, wherever they come from: shipped ones are fetched, files of the user are read in
 * parts, Hub models come from the browser's storage or are downloaded, `scratch` is a shape.
 * What the Hub needs is loaded when a Hub model is asked for.
 */
import { blobSource, bufferSource } from '../core/checkpoint/byte-source.ts';
import type { HubName } from '../core/checkpoint/hub-name.ts';
import { type LoadedEncoder, loadEncoder, type ModelFiles } from '../core/checkpoint/load-encoder.ts';
import { PlaygroundError } from '../core/errors.ts';
import { bodyParameters } from '../core/m2pt/encoder.ts';
import type { EncoderConfig, ModelCard } from '../core/m2pt/encoder-config.ts';
import { chunks, joined } from './body-chunks.ts';
import { createEncoderStorage } from './encoder-storage.ts';
import type { HubModels } from './hub-models.ts';
import type { EngineEvent, ModelPreview, ModelSource, ModelStorage, OwnModel } from './protocol.ts';

/** Time until an answer begins, and longest silence within one, after which a download counts as stuck, in ms. */
const STALL_MS = 60_000;

export interface ModelStore {
  list(): Promise<ModelCard[]>;
  open(source: ModelSource): Promise<LoadedEncoder>;
  /** The files behind a source, unread; throws for `scratch`. */
  files(source: ModelSource): Promise<ModelFiles>;
  preview(hub: HubName): Promise<ModelPreview>;
  cancel(hub: HubName): void;
  storage(): Promise<ModelStorage>;
  delete(id: string): Promise<ModelStorage>;
}

/** Id of a source, as cards and settings name it. */
export function idOf(source: ModelSource): string {
  switch (source.kind) {
    case 'shipped':
      return source.id;
    case 'own':
      return `own:${source.name}`;
    case 'hub':
      return `hf:${source.repo}@${source.revision}`;
    default:
      return source.kind;
  }
}

/** @param baseUrl address of the page; `models/index.json` lies beside it */
export function createModelStore(baseUrl: string, post: (event: EngineEvent) => void): ModelStore {
  const encoders = createEncoderStorage();
  let hub: Promise<HubModels> | null = null;
  const hubModels = () => {
    hub ??= startHub(post);
    hub.catch(() => {
      hub = null; // its code could not be loaded; the next call tries again
    });
    return hub;
  };

  const openHub = async (name: HubName): Promise<LoadedEncoder> => {
    const { files, commit, notes } = await (await hubModels()).files(name);
    const encoder = await encoders.get(`hf:${name.repo}@${commit}`, () => loadEncoder(files));
    return notes.length > 0 ? { ...encoder, notes: [...encoder.notes, ...notes] } : encoder;
  };

  return {
    async open(source) {
      switch (source.kind) {
        case 'scratch':
          return randomEncoder(source.config);
        case 'own':
          return loadEncoder(ownFiles(source)); // two folders may share a name, so none is remembered by it
        case 'shipped':
          return encoders.get(source.id, async () => loadEncoder(await shippedFiles(source.id, baseUrl)));
        case 'hub':
          return openHub(source);
        default:
          return source satisfies never;
      }
    },
    async files(source) {
      switch (source.kind) {
        case 'own':
          return ownFiles(source);
        case 'shipped':
          return shippedFiles(source.id, baseUrl);
        case 'hub':
          return (await hubModels()).peek(source);
        case 'scratch':
          throw new PlaygroundError({
            code: 'model-no-files',
            message: 'A model from scratch has no files: its weights are random.',
            hint: 'Name a folder, a shipped model or a Hugging Face repository.',
          });
        default:
          return source satisfies never;
      }
    },
    preview: async (name) => (await hubModels()).preview(name),
    cancel: (name) => {
      hub?.then((models) => models.cancel(name)).catch(() => {}); // told where the download was asked for
    },
    storage: async () => (await hubModels()).storage(),
    delete: async (id) => (await hubModels()).delete(id),
    async list() {
      const ids = await shippedIds(baseUrl);
      const open = (id: string) => encoders.get(id, async () => loadEncoder(await shippedFiles(id, baseUrl)));
      return Promise.all(ids.map(async (id) => cardOf(await open(id), id)));
    },
  };
}

async function startHub(post: (event: EngineEvent) => void): Promise<HubModels> {
  const { startHubModels } = await import('./hub-models.ts');
  return startHubModels(post);
}

function ownFiles({ name, configText, weights, weightsName, readme, preprocessorText }: OwnModel): ModelFiles {
  return { folder: name, configText, weights: blobSource(weights, weightsName), readme, preprocessorText };
}

async function shippedIds(baseUrl: string): Promise<string[]> {
  const url = new URL('models/index.json', baseUrl);
  const text = await downloadText(url);
  try {
    return JSON.parse(text) as string[];
  } catch {
    throw downloadError(url, 'it is no JSON');
  }
}

async function shippedFiles(id: string, baseUrl: string): Promise<ModelFiles> {
  const folder = new URL(`models/${encodeURIComponent(id)}/`, baseUrl);
  const [configText, weights] = await Promise.all([
    downloadText(new URL('config.json', folder)),
    download(new URL('model.safetensors', folder)),
  ]);
  return { folder: `models/${id}`, configText, weights: bufferSource(weights.buffer, `models/${id}/model.safetensors`) };
}

function randomEncoder(config: EncoderConfig): LoadedEncoder {
  return {
    config,
    family: 'm2pt',
    license: '',
    data: 'nothing: random weights',
    params: {},
    head: null,
    numClasses: 0,
    setAside: [],
    notes: [],
    bytes: 0,
  };
}

/** What the page shows of a model. */
export function cardOf(model: LoadedEncoder, id: string): ModelCard {
  const { config, family, license, data, bytes, numClasses, notes } = model;
  return { id, config, family, parameters: bodyParameters(config), bytes, license, data, numClasses, notes };
}

async function downloadText(url: URL): Promise<string> {
  return new TextDecoder().decode(await download(url));
}

/** @throws PlaygroundError `model-download` for everything but a complete file; a slow connection may take its time */
async function download(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await answerOf(url);
  const isPage = response.headers.get('content-type')?.includes('text/html');
  if (!response.ok || isPage) {
    await response.body?.cancel();
    throw downloadError(url, response.ok ? 'the server sent a web page instead of a file' : `the server answered ${response.status}`);
  }
  const parts: Uint8Array[] = [];
  try {
    for await (const part of chunks(response, STALL_MS)) parts.push(part);
  } catch (thrown) {
    throw downloadError(url, `the connection broke: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return joined(parts);
}

async function answerOf(url: URL): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), STALL_MS);
  try {
    return await fetch(url, { referrerPolicy: 'no-referrer', signal: late.signal });
  } catch {
    throw downloadError(url, late.signal.aborted ? `no answer within ${STALL_MS / 1000} s` : 'the server did not answer');
  } finally {
    clearTimeout(timer);
  }
}

function downloadError({ pathname }: URL, reason: string): PlaygroundError {
  return new PlaygroundError({
    code: 'model-download',
    message: `${pathname} could not be loaded: ${reason}.`,
    hint: 'Check the connection and try again; nothing on this page is lost.',
    where: pathname,
  });
}
