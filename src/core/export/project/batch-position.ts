/**
 * @file Where a run stands in its batches, with the states of the random streams there: weights/resume/rng.json.
 * PyTorch rebuilds the streams from seed and position; the states are there to check that it did.
 */
import type { RunConfig } from '../../../config/run-config.ts';
import { createRng } from '../../tensor/rng.ts';
import { stepsPerEpoch } from '../../train/trainer.ts';

export interface BatchPosition {
  seed: number;
  /** Updates done. */
  step: number;
  stepsPerEpoch: number;
  /** Epoch that the next batch belongs to, from 0. */
  epoch: number;
  /** Batches of that epoch already trained on. */
  batch: number;
  /** Samples in every batch. */
  batchSamples: number;
  /** Stream of this epoch's order before its first number. */
  order: { stream: string; state: number[] };
  /** Stream of this epoch's mirroring, one number a sample, after `drawn` of them; null when pictures are not mirrored. */
  flip: { stream: string; drawn: number; state: number[] } | null;
}

/** @param trainCount samples of the training part */
export function batchPosition(
  step: number,
  trainCount: number,
  seed: number,
  config: Pick<RunConfig, 'batchSize' | 'flip'>,
): BatchPosition {
  const perEpoch = stepsPerEpoch(trainCount, config.batchSize);
  const epoch = Math.floor(step / perEpoch);
  const batch = step % perEpoch;
  const batchSamples = Math.min(config.batchSize, trainCount);
  const orderStream = `order:${epoch}`;
  const flipStream = `flip-${epoch}`;
  const drawn = batch * batchSamples;
  const flips = createRng(seed, flipStream);
  for (let i = 0; i < drawn; i++) flips.next();
  return {
    seed,
    step,
    stepsPerEpoch: perEpoch,
    epoch,
    batch,
    batchSamples,
    order: { stream: orderStream, state: createRng(seed, orderStream).state() },
    flip: config.flip ? { stream: flipStream, drawn, state: flips.state() } : null,
  };
}
