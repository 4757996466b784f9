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
import { createEncoderStorage } from './encoder-storage.ts';
import type { HubModels } from './hub-models.ts';
import type { EngineEvent, ModelPreview, ModelSource, ModelStorage, OwnModel } from './protocol.ts';

/** Time after which a download counts as stuck, in ms. */
const FETCH_LIMIT_MS = 60_000;

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
      const ids = (await (await download(new URL('models/index.json', baseUrl))).json()) as string[];
      const open = (id: string) => encoders.get(id, async () => loadEncoder(await shippedFiles(id, baseUrl)));
      return Promise.all(ids.map(async (id) => cardOf(await open(id), id)));
    },
  };
}

async function startHub(post: (event: EngineEvent) => void): Promise<HubModels> {
  const { startHubModels } = await import('./hub-models.ts');
  return startHubModels(post);
}

function ownFiles({ name, configText, weights, weightsName, readme }: OwnModel): ModelFiles {
  return { folder: name, configText, weights: blobSource(weights, weightsName), readme };
}

async function shippedFiles(id: string, baseUrl: string): Promise<ModelFiles> {
  const folder = new URL(`models/${encodeURIComponent(id)}/`, baseUrl);
  const [config, weights] = await Promise.all([download(new URL('config.json', folder)), download(new URL('model.safetensors', folder))]);
  const source = bufferSource(await weights.arrayBuffer(), `models/${id}/model.safetensors`);
  return { folder: `models/${id}`, configText: await config.text(), weights: source };
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

async function download(url: URL): Promise<Response> {
  const fail = (reason: string) =>
    new PlaygroundError({
      code: 'model-download',
      message: `${url.pathname} could not be loaded: ${reason}.`,
      hint: 'Check the connection and try again; nothing on this page is lost.',
      where: url.pathname,
    });
  let response: Response;
  try {
    response = await fetch(url, { referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
  } catch (thrown) {
    throw fail(
      thrown instanceof Error && thrown.name === 'TimeoutError'
        ? `no answer within ${FETCH_LIMIT_MS / 1000} s`
        : 'the server did not answer',
    );
  }
  if (!response.ok) throw fail(`the server answered ${response.status}`);
  if (response.headers.get('content-type')?.includes('text/html')) throw fail('the server sent a web page instead of a file');
  return response;
}
