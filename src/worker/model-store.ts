/**
 * @file Models inside the engine worker: shipped ones are fetched once, opened folders are parsed, `scratch` is a shape.
 */
import { bufferSource } from '../core/checkpoint/byte-source.ts';
import { type LoadedEncoder, loadEncoder, type ModelFiles } from '../core/checkpoint/load-encoder.ts';
import { PlaygroundError } from '../core/errors.ts';
import { bodyParameters } from '../core/m2pt/encoder.ts';
import type { ModelCard } from '../core/m2pt/encoder-config.ts';
import type { EngineEvent, ModelPreview, ModelSource, ModelStorage } from './protocol.ts';

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

export interface HubName {
  repo: string;
  revision: string;
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
export function createModelStore(baseUrl: string, _post: (event: EngineEvent) => void): ModelStore {
  const shipped = new Map<string, Promise<LoadedEncoder>>();
  const folder = (id: string) => new URL(`models/${encodeURIComponent(id)}/`, baseUrl);

  const fetchShipped = async (id: string): Promise<LoadedEncoder> => {
    const [config, weights] = await Promise.all([
      download(new URL('config.json', folder(id))),
      download(new URL('model.safetensors', folder(id))),
    ]);
    const source = bufferSource(await weights.arrayBuffer(), `models/${id}/model.safetensors`);
    return loadEncoder({ folder: `models/${id}`, configText: await config.text(), weights: source });
  };

  const open = (source: ModelSource): Promise<LoadedEncoder> => {
    switch (source.kind) {
      case 'scratch':
        return Promise.resolve({
          config: source.config,
          family: 'm2pt',
          license: '',
          data: 'nothing: random weights',
          params: {},
          head: null,
          numClasses: 0,
          setAside: [],
          notes: [],
          bytes: 0,
        });
      case 'own':
        return source.weights
          .arrayBuffer()
          .then((bytes) =>
            loadEncoder({
              folder: source.name,
              configText: source.configText,
              weights: bufferSource(bytes, source.weightsName),
              readme: source.readme,
            }),
          );
      case 'shipped': {
        const found = shipped.get(source.id) ?? fetchShipped(source.id);
        shipped.set(source.id, found);
        found.catch(() => shipped.delete(source.id)); // a failed download may be tried again
        return found;
      }
      case 'hub':
        throw new PlaygroundError({
          code: 'not-built',
          message: 'Models of the Hub cannot be opened yet.',
          hint: 'Open a folder instead.',
        });
      default:
        return source satisfies never;
    }
  };

  const notBuilt = () => new PlaygroundError({ code: 'not-built', message: 'Not built yet.', hint: '' });
  return {
    open,
    files: () => Promise.reject(notBuilt()),
    preview: () => Promise.reject(notBuilt()),
    cancel() {},
    storage: () => Promise.reject(notBuilt()),
    delete: () => Promise.reject(notBuilt()),
    async list() {
      const ids = (await (await download(new URL('models/index.json', baseUrl))).json()) as string[];
      return Promise.all(ids.map(async (id) => cardOf(await open({ kind: 'shipped', id }), id)));
    },
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
