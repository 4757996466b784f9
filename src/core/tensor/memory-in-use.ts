/**
 * @file Bytes that the current backend holds. tfjs does not know the buffers that arenas and recordings make for themselves, and counts
 * a view as if it had memory of its own, so on WebGPU its pool and ours are added instead.
 */
import * as tf from './tf.ts';

let own = 0;

/** Tells of a GPU buffer that was made (positive) or destroyed (negative) outside tfjs's pool. */
export function countOwnBytes(change: number): void {
  own += change;
}

/** Bytes in use; on WebGPU with what the pool keeps for later. */
export function memoryInUse(): number {
  const memory = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU?: number };
  return memory.numBytesAllocatedInGPU === undefined || tf.getBackend() !== 'webgpu'
    ? memory.numBytes
    : memory.numBytesAllocatedInGPU + own;
}
