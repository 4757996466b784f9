/**
 * @file When settings and data were changed, so that the undo keys take back what was changed last, whichever of the two it is. Marks
 * steps of config-store.ts and data-edits.ts; read by undo-last.ts.
 */
const order = new WeakMap<object, number>();
let now = 0;

/** Called with a step that was just made, taken back or made again. */
export function markStep(step: object | undefined): void {
  if (step) order.set(step, ++now);
}

/** When it was marked last; 0 for none. */
export function timeOf(step: object | undefined): number {
  return (step && order.get(step)) ?? 0;
}
