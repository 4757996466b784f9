/**
 * @file What both arms last said about the watched validation images, for the seed in progress. Pure.
 */
import type { ArmName } from '../../../config/run-config.ts';
import type { RunSeries } from '../../state/run-state.ts';

export interface WatchedAnswer {
  arm: ArmName;
  /** Epoch after which it was asked. */
  epoch: number;
  /** Class with the highest probability. */
  top: number;
  /** Its probability, in [0, 1]. */
  share: number;
}

export interface WatchedImage {
  /** Index in the data set. */
  sample: number;
  label: number;
  answers: WatchedAnswer[];
}

function topOf(probabilities: readonly number[]): { top: number; share: number } {
  const share = Math.max(...probabilities);
  return { top: probabilities.indexOf(share), share };
}

/** @param seed whose runs are looked at @param limit images at most */
export function watchedImages(series: readonly RunSeries[], seed: number, limit: number): WatchedImage[] {
  const images = new Map<number, WatchedImage>();
  for (const { run, epochs } of series) {
    const last = run.seed === seed ? epochs.at(-1) : undefined;
    for (const { sample, label, probabilities } of last?.watched ?? []) {
      const image = images.get(sample) ?? { sample, label, answers: [] };
      images.set(sample, image);
      image.answers.push({ arm: run.arm, epoch: last?.epoch ?? 0, ...topOf(probabilities) });
    }
  }
  return [...images.values()].slice(0, limit);
}
