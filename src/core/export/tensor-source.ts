/**
 * @file A tensor that is read when it is written, one after another, so that an export never holds all weights twice.
 * Every weights format of `core/export` is made from a list of these.
 */
import type { Params } from '../tensor/params.ts';

export interface TensorSource {
  /** As the file calls it. */
  name: string;
  shape: readonly number[];
  /** f32 values in row-major order; downloads them from the backend, and may be called again. */
  read(): Promise<Float32Array>;
}

/** The parameters in their order. The tensors stay owned by the caller and must live until the file is written. */
export function tensorSources(params: Params): TensorSource[] {
  return Object.entries(params).map(([name, tensor]) => ({
    name,
    shape: tensor.shape,
    read: async () => Float32Array.from(await tensor.data<'float32'>()),
  }));
}

/** The values as little-endian bytes, without a copy. */
export function bytesOf(values: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
}
