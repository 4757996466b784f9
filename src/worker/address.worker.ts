/**
 * @file The worker that fetches data from addresses, so that streaming and checking hundreds of megabytes never stops the page.
 * Started by `address-client.ts` only, when the reader asks for data from an address.
 */
import { toProblem } from '../core/errors.ts';
import type { AddressMessage, AddressProgress, AddressRequest } from './address-protocol.ts';
import { createAddressSession } from './address-session.ts';
import { atMostEvery } from './at-most-every.ts';

/** Progress is told at most this often, in ms. */
const PROGRESS_MS = 100;

const session = createAddressSession();
const running = new Map<number, AbortController>();
const post = (message: AddressMessage) => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<AddressRequest>) => {
  if (data.type === 'cancel') {
    running.get(data.id)?.abort(new DOMException('Cancelled', 'AbortError'));
    return;
  }
  const control = new AbortController();
  running.set(data.id, control);
  answer(data, control.signal)
    .then(post, (thrown: unknown) => {
      if (!control.signal.aborted) post({ type: 'failed', id: data.id, problem: toProblem(thrown) });
    })
    .finally(() => running.delete(data.id));
};

async function answer({ type, id, text }: Exclude<AddressRequest, { type: 'cancel' }>, signal: AbortSignal): Promise<AddressMessage> {
  if (type === 'lookUp') return { type: 'previewed', id, preview: await session.lookUp(text, signal) };
  const tell = atMostEvery(PROGRESS_MS, (progress: AddressProgress) => {
    if (!signal.aborted) post({ type: 'progress', id, progress });
  });
  return { type: 'downloaded', id, result: await session.download(text, tell, signal) };
}
