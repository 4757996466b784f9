/** @file Where a key leads in rows of thumbnails, and how long these rows are. Pure. */

/** How many stand beside each other before the next row begins. */
export function columnsOf(elements: readonly { offsetTop: number }[]): number {
  const second = elements.findIndex(({ offsetTop }) => offsetTop > (elements[0]?.offsetTop ?? 0));
  return second < 0 ? elements.length : second;
}

/**
 * @param at where it is, of `count`
 * @param columns in a row; with one row, up and down are left and right
 * @returns null for keys that lead nowhere; at an edge it stays
 */
export function walkTo(key: string, at: number, count: number, columns: number): number | null {
  const row = columns < count ? columns : 1;
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  const to = at + step;
  return to < 0 || to >= count ? at : to;
}
