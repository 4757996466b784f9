/**
 * @file What both arms said about the watched validation samples, for the seed in progress and after the same
 * epoch, so that like is compared with like. Pure.
 */
import type { ArmName } from '../../../config/run-config.ts';
import type { RunSeries } from '../../state/run-state.ts';

export interface WatchedAnswer {
  arm: ArmName;
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

export interface WatchedLook {
  /** Epoch after which the arms were asked: the last one that all arms in sight have reached. */
  epoch: number;
  arms: ArmName[];
  images: WatchedImage[];
}

function topOf(probabilities: readonly number[]): { top: number; share: number } {
  const share = Math.max(...probabilities);
  return { top: probabilities.indexOf(share), share };
}

/** @param seed whose runs are looked at @param limit images at most */
export function watchedLook(series: readonly RunSeries[], seed: number, limit: number): WatchedLook {
  const runs = series.filter(({ run, epochs }) => run.seed === seed && epochs.length > 0);
  const epoch = Math.min(...runs.map(({ epochs }) => epochs.length));
  const images = new Map<number, WatchedImage>();
  for (const { run, epochs } of runs) {
    for (const { sample, label, probabilities } of epochs[epoch - 1]?.watched ?? []) {
      const image = images.get(sample) ?? { sample, label, answers: [] };
      images.set(sample, image);
      image.answers.push({ arm: run.arm, ...topOf(probabilities) });
    }
  }
  return { epoch: runs.length > 0 ? epoch : 0, arms: runs.map(({ run }) => run.arm), images: [...images.values()].slice(0, limit) };
}
