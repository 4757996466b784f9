/**
 * @file How long a download still takes, from its speed in the last seconds. Beside the stores that show progress.
 */

/** Older measurements do not count, in ms. */
const WINDOW_MS = 8000;
/** Nothing is said before so much time was watched, in ms. */
const FIRST_MS = 1500;

/**
 * @param now ms; tests bring their own
 * @returns takes each progress, gives the ms left, or null while nothing can be said
 */
export function createTransferClock(
  now: () => number = () => performance.now(),
): (progress: { loaded: number; total: number | null }) => number | null {
  let seen: { at: number; loaded: number }[] = [];
  return function msLeft({ loaded, total }): number | null {
    const at = now();
    // Fewer than before: it was begun anew.
    if (loaded < (seen.at(-1)?.loaded ?? 0)) seen = [];
    seen.push({ at, loaded });
    seen = seen.filter((one) => at - one.at <= WINDOW_MS);
    const [first] = seen;
    if (!first || total === null || at - first.at < FIRST_MS || loaded <= first.loaded) return null;
    return ((total - loaded) * (at - first.at)) / (loaded - first.loaded);
  };
}
