/**
 * @file The order in which a drop's samples are decoded: several at a time, and those that were late once more, alone and
 * with much more time. So a busy machine takes longer, but uses the same samples. Between `list-drop.ts` and `decode/decode-sample.ts`.
 */
import type { Problem } from '../errors.ts';
import { LIMITS } from './limits.ts';

export interface LaneWork<Item, Result extends object> {
  /** One sample, or why it cannot be used: `…-slow` after `limitMs`. Never rejects. */
  parse(item: Item, limitMs: number): Promise<Result | Problem>;
  /** Before a sample is touched, and while it is waited for: a sign of life. */
  onReading(item: Item): void;
  /** Once for each sample. */
  onDone(item: Item, outcome: Result | Problem): void;
}

/** Takes items one by one in `lanes` parallel lanes: while one is read, another is decoded. Resolves when each is done. */
export async function inLanes<Item, Result extends object>(
  items: readonly Item[],
  lanes: number,
  { parse, onReading, onDone }: LaneWork<Item, Result>,
): Promise<void> {
  const late: Item[] = [];
  const queue = items.values();
  const watched = async (item: Item, limitMs: number) => {
    onReading(item);
    const start = Date.now();
    // A worker that computes is silent only while it hangs; after `sampleMs` the client is left to end it.
    const signs = setInterval(() => Date.now() - start < LIMITS.sampleMs && onReading(item), LIMITS.silenceMs / 4);
    return parse(item, limitMs).finally(() => clearInterval(signs));
  };
  const lane = async () => {
    for (const item of queue) {
      const outcome = await watched(item, LIMITS.decodeMs);
      if (isSlow(outcome)) late.push(item);
      else onDone(item, outcome);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const item of late) onDone(item, await watched(item, LIMITS.decodeAloneMs));
}

function isSlow(outcome: object): boolean {
  return 'code' in outcome && typeof outcome.code === 'string' && outcome.code.endsWith('-slow');
}
