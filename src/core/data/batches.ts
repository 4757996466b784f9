/**
 * @file The order in which training samples are seen, and its division into batches of one size.
 * Order depends on seed and epoch alone, so both arms of a pair, and a resumed run, see the same batches.
 */
import { createRng } from '../tensor/rng.ts';

/**
 * A shuffled copy of the training indices for one epoch.
 * @param epoch counted from 0
 */
export function epochOrder(train: Uint32Array, epoch: number, seed: number): Uint32Array {
  return createRng(seed, `order:${epoch}`).shuffle(train.slice());
}

/**
 * Cuts an order into batches of exactly `batchSize`, since a recorded step needs fixed shapes. The samples left at the end
 * sit this epoch out; with fewer samples than one batch, that one batch holds all of them.
 * @returns views of `order`; none when it is empty
 * @throws RangeError when batchSize is not a whole number from 1
 */
export function batchIndices(order: Uint32Array, batchSize: number): Uint32Array[] {
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`A batch needs at least one sample, not ${batchSize}`);
  if (order.length === 0) return [];
  const size = Math.min(batchSize, order.length);
  return Array.from({ length: Math.floor(order.length / size) }, (_, batch) => order.subarray(batch * size, (batch + 1) * size));
}
