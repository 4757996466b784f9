/**
 * @file Gives up work that is silent for too long: a decoder may leave a promise open for ever. One timer for a whole
 * file, since a sound comes in hundreds of pieces. Used by `decode-compressed.ts`; a loop that never yields is beyond it,
 * which is what the parse worker's watchdog is for.
 */

export interface Watch {
  /** Waits for the next piece; rejects when nothing was heard for the limit. */
  over<T>(work: Promise<T>): Promise<T>;
  stop(): void;
}

/**
 * @param limitMs longest silence; it is noticed between this and twice as long
 * @param late makes the error to reject with
 */
export function startWatch(limitMs: number, late: () => Error): Watch {
  let heard = false;
  let giveUp: ((error: Error) => void) | undefined;
  const timer = setInterval(() => {
    if (!heard) giveUp?.(late());
    heard = false;
  }, limitMs);
  return {
    over: (work) =>
      new Promise((resolve, reject) => {
        heard = true;
        giveUp = reject;
        work.then((value) => {
          heard = true;
          resolve(value);
        }, reject);
      }),
    stop: () => clearInterval(timer),
  };
}
