/**
 * @file Paints thumbnails a few at a time: hundreds that come into view at once would hold the page up for as long as all of them take.
 * First come, first painted; each frame of the screen gives 8 ms.
 */

const BUDGET_MS = 8;

const queue = new Set<() => void>();
let scheduled = 0;

function work(): void {
  scheduled = 0;
  const until = performance.now() + BUDGET_MS;
  for (const paint of queue) {
    queue.delete(paint);
    paint();
    if (performance.now() >= until) break;
  }
  if (queue.size > 0) scheduled = requestAnimationFrame(work);
}

/** @returns takes it out of the queue, if it is still there */
export function paintSoon(paint: () => void): () => void {
  queue.add(paint);
  if (scheduled === 0) scheduled = requestAnimationFrame(work);
  return () => {
    queue.delete(paint);
  };
}
