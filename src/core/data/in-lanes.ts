/**
 * @file The order in which a drop's pictures are decoded: several at a time, and those that were late once more, alone and
 * with much more time. So a busy machine takes longer, but uses the same pictures. Between `list-drop.ts` and `decode-picture.ts`.
 */
import type { Problem } from '../errors.ts';
import { LIMITS } from './limits.ts';

export interface LaneWork<Item, Result extends object> {
  /** One picture, or why it cannot be used: `picture-slow` after `limitMs`. Never rejects. */
  parse(item: Item, limitMs: number): Promise<Result | Problem>;
  /** Before a picture is touched, and while a late one is waited for: a sign of life. */
  onReading(item: Item): void;
  /** Once for each picture. */
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
  const lane = async () => {
    for (const item of queue) {
      onReading(item);
      const outcome = await parse(item, LIMITS.decodeMs);
      if (isSlow(outcome)) late.push(item);
      else onDone(item, outcome);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const item of late) {
    onReading(item);
    const signs = setInterval(() => onReading(item), LIMITS.silenceMs / 4);
    onDone(item, await parse(item, LIMITS.decodeAloneMs).finally(() => clearInterval(signs)));
  }
}

function isSlow(outcome: object): boolean {
  return 'code' in outcome && outcome.code === 'picture-slow';
}
