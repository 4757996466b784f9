/**
 * @file Progress at a pace that a page can draw: the first value at once, then the newest one when the time is over, so that
 * the last is never lost. For downloads of models and data.
 */

/** @param ms shortest time between two calls */
export function atMostEvery<T>(ms: number, call: (value: T) => void): (value: T) => void {
  let newest: { value: T } | null = null;
  let isWaiting = false;
  return function take(value: T): void {
    if (isWaiting) {
      newest = { value };
      return;
    }
    isWaiting = true;
    call(value);
    setTimeout(() => {
      isWaiting = false;
      const last = newest;
      newest = null;
      if (last) take(last.value);
    }, ms);
  };
}
