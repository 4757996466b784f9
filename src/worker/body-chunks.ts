/**
 * @file The body of an answer as it comes, with a limit on silence and not on the whole: a slow connection may take its time,
 * one that has stopped is given up. For shipped models and for those of the Hub.
 */

/**
 * @param stallMs longest time without a byte, in ms
 * @throws TypeError when nothing comes for that long, or what the connection throws; the signal's reason when aborted. The
 *   body is cancelled when it is left early
 */
export async function* chunks(response: Response, stallMs: number, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let give = () => {};
  let isOver = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const ended = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new TypeError(`nothing came for ${stallMs / 1000} s`)), stallMs);
        give = () => reject(signal?.reason);
        signal?.addEventListener('abort', give, { once: true });
      });
      const { done, value } = await Promise.race([reader.read(), ended]);
      clearTimeout(timer);
      signal?.removeEventListener('abort', give);
      isOver = done;
      if (done) return;
      yield value;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', give);
    // A body that failed cannot be cancelled; there is nothing left to free.
    if (!isOver) await reader.cancel().catch(() => {});
  }
}

/** @returns the parts one after another, in a buffer of their own */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
