/**
 * @file Parameters as a plain record from checkpoint name to tensor, `blocks.0.attn.qkv.weight` → [3D, D].
 * Names are byte-equal to timm's. Whoever makes a record owns its tensors and disposes them with `disposeParams`.
 */
import * as tf from './tf.ts';

export type Params = Record<string, tf.Tensor>;

/** One tensor outside any backend: f32 values in row-major order. */
export interface HostTensor {
  shape: readonly number[];
  data: Float32Array;
}
export type HostParams = Record<string, HostTensor>;

/** Uploads; the caller owns the result. The arrays are copied. */
export function paramsFromHost(host: HostParams): Params {
  return mapParams(host, ({ data, shape }) => tf.keep(tf.tensor(data.slice(), [...shape], 'float32')));
}

export function disposeParams(params: Params): void {
  for (const tensor of Object.values(params)) tensor.dispose();
}

/** Total number of elements. */
export function elementCount(params: Record<string, { shape: readonly number[] }>): number {
  return Object.values(params).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

/** A new record with every value mapped. */
export function mapParams<A, B>(params: Record<string, A>, map: (value: A, name: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, map(value, name)]));
}
