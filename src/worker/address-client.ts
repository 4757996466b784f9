/**
 * @file The page's side of the address worker: started at the first question, asked one thing at a time, and kept while it
 * holds what came of a download, so that the next try goes on from there. A cancelled question is answered at once.
 */
import { addressError } from '../core/data/address/address-problems.ts';
import { PlaygroundError } from '../core/errors.ts';
import type { AddressFiles, AddressMessage, AddressPreview, AddressProgress, AddressRequest } from './address-protocol.ts';

/** The part of a Worker that is used; tests bring their own. */
export type AddressWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

export interface AddressClient {
  /** What is behind an address, its data unread. @throws PlaygroundError with the reason; the signal's reason when aborted */
  lookUp(text: string, signal: AbortSignal): Promise<AddressPreview>;
  /** The files; the worker is ended afterwards. @throws as `lookUp` does; what came is then kept for another call */
  download(text: string, onProgress: (progress: AddressProgress) => void, signal: AbortSignal): Promise<AddressFiles>;
  /** Ends the worker and forgets what came. */
  end(): void;
}

export function createAddressClient(spawn: () => AddressWorker = spawnWorker): AddressClient {
  let worker: AddressWorker | null = null;
  let nextId = 1;
  const waiting = new Map<number, { take: (message: AddressMessage) => void; fail: (reason: unknown) => void; text: string }>();

  const end = () => {
    worker?.terminate();
    worker = null;
  };

  const started = (): AddressWorker => {
    if (worker) return worker;
    const fresh = spawn();
    fresh.onmessage = ({ data }: MessageEvent<AddressMessage>) => waiting.get(data.id)?.take(data);
    fresh.onerror = (event) => {
      event.preventDefault();
      end();
      const why = `the part of the page that fetches stopped (${event.message || 'its code could not be loaded'})`;
      for (const { fail, text } of [...waiting.values()]) fail(addressError('address-died', text.slice(0, 60), why));
    };
    worker = fresh;
    return fresh;
  };

  const ask = <T>(
    type: 'lookUp' | 'download',
    text: string,
    signal: AbortSignal,
    read: (message: AddressMessage) => T | undefined,
  ): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const id = nextId++;
      const post = (message: AddressRequest) => started().postMessage(message);
      const settle = (finish: () => void) => {
        waiting.delete(id);
        signal.removeEventListener('abort', cancel);
        finish();
      };
      const cancel = () => {
        if (worker) post({ type: 'cancel', id });
        settle(() => reject(signal.reason));
      };
      const take = (message: AddressMessage) => {
        if (message.type === 'failed') return settle(() => reject(new PlaygroundError(message.problem)));
        const result = read(message);
        if (result !== undefined) settle(() => resolve(result));
      };
      signal.addEventListener('abort', cancel);
      waiting.set(id, { take, fail: (reason) => settle(() => reject(reason)), text });
      post({ type, id, text });
    });

  return {
    lookUp: (text, signal) => ask('lookUp', text, signal, (message) => (message.type === 'previewed' ? message.preview : undefined)),
    async download(text, onProgress, signal) {
      const result = await ask('download', text, signal, (message) => {
        if (message.type === 'progress') onProgress(message.progress);
        return message.type === 'downloaded' ? message.result : undefined;
      });
      if (waiting.size === 0) end();
      return result;
    },
    end,
  };
}

function spawnWorker(): AddressWorker {
  return new Worker(new URL('./address.worker.ts', import.meta.url), { type: 'module', name: 'address' });
}
