/**
 * @file Models inside the engine worker: shipped ones are fetched once, opened folders are parsed, `scratch` is a shape.
 */
import { type LoadedEncoder, loadEncoder } from '../core/checkpoint/load-encoder.ts';
import { PlaygroundError } from '../core/errors.ts';
import { bodyParameters } from '../core/m2pt/encoder.ts';
import type { ModelCard } from '../core/m2pt/encoder-config.ts';
import type { ModelSource } from './protocol.ts';

/** Time after which a download counts as stuck, in ms. */
const FETCH_LIMIT_MS = 60_000;

export interface ModelStore {
  list(): Promise<ModelCard[]>;
  open(source: ModelSource): Promise<LoadedEncoder>;
}

/** @param baseUrl address of the page; `models/index.json` lies beside it */
export function createModelStore(baseUrl: string): ModelStore {
  const shipped = new Map<string, Promise<LoadedEncoder>>();
  const folder = (id: string) => new URL(`models/${encodeURIComponent(id)}/`, baseUrl);

  const fetchShipped = async (id: string): Promise<LoadedEncoder> => {
    const [config, weights] = await Promise.all([
      download(new URL('config.json', folder(id))),
      download(new URL('model.safetensors', folder(id))),
    ]);
    return loadEncoder(await config.text(), await weights.arrayBuffer(), `models/${id}`);
  };

  const open = (source: ModelSource): Promise<LoadedEncoder> => {
    switch (source.kind) {
      case 'scratch':
        return Promise.resolve({ config: source.config, license: '', data: 'nothing: random weights', params: {}, setAside: [], bytes: 0 });
      case 'own':
        return Promise.resolve().then(() => loadEncoder(source.configText, source.weights, source.name));
      case 'shipped': {
        const found = shipped.get(source.id) ?? fetchShipped(source.id);
        shipped.set(source.id, found);
        found.catch(() => shipped.delete(source.id)); // a failed download may be tried again
        return found;
      }
      default:
        return source satisfies never;
    }
  };

  return {
    open,
    async list() {
      const ids = (await (await download(new URL('models/index.json', baseUrl))).json()) as string[];
      return Promise.all(ids.map(async (id) => cardOf(await open({ kind: 'shipped', id }), id)));
    },
  };
}

/** What the page shows of a model. */
export function cardOf(model: LoadedEncoder, id: string): ModelCard {
  const { config, license, data, bytes } = model;
  const parameters = bodyParameters(config);
  return { id, config, parameters, bytes, license, data };
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
