/**
 * @file Which stored records go to the page at once, to be seen without reading them again: a few of each class, bounded in bytes, since
 * the page keeps them as long as the data. Used by `parse.worker.ts`; the page reads all others by `record-client.ts`.
 */

/** Of each class, and bytes of all classes together. */
export const SHOWN_AT_ONCE = { records: 8, bytes: 16e6 } as const;

/** @returns asked once for each record in its order: does it go to the page? */
export function createPreview(): (className: string, bytes: number) => boolean {
  const shown = new Map<string, number>();
  let left: number = SHOWN_AT_ONCE.bytes;
  return (className, bytes) => {
    const count = shown.get(className) ?? 0;
    if (count >= SHOWN_AT_ONCE.records || bytes > left) return false;
    shown.set(className, count + 1);
    left -= bytes;
    return true;
  };
}
