/**
 * @file How much of each of two mixed samples: mixup's and CutMix's distribution (Zhang et al. 2018, Yun et al. 2019).
 */
import type { Rng } from '../../tensor/rng.ts';

/** Beta(α, α) by Jöhnk's method, inside [0.001, 0.999] so that both samples remain. @param alpha above 0 and at most 1 */
export function drawBeta(alpha: number, rng: Rng): number {
  for (;;) {
    const [x, y] = [rng.next() ** (1 / alpha), rng.next() ** (1 / alpha)];
    if (x + y > 0 && x + y <= 1) return Math.min(0.999, Math.max(0.001, x / (x + y)));
  }
}
