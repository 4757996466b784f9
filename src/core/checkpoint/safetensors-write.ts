/**
 * @file Writes a safetensors file part by part: the header, then one tensor after another, so that a large model is never
 * in memory twice. Data begin at a multiple of 8, as the Rust writer aligns them.
 */
import type { HostParams } from '../tensor/params.ts';
import { DTYPE_BYTES, encodeNumbers } from './dtypes.ts';
import { LIMITS, safetensorsError } from './safetensors-header.ts';

export interface SafetensorsParts {
  /** Of the whole file. */
  bytes: number;
  /**
   * Header, then each tensor in order. F32 parts are views of the tensors' own memory; F16 parts are made one at a time.
   * Put them in a Blob or write them to a stream one after another; each call begins anew.
   */
  parts(): Generator<Uint8Array<ArrayBuffer>>;
}

/**
 * @param tensors written in the order of the record, under the names of the record
 * @throws PlaygroundError `safetensors-name` for a tensor called `__metadata__`, `safetensors-size` where shape and data differ
 */
export function safetensorsParts(
  tensors: HostParams,
  metadata: Record<string, string> = {},
  dtype: 'F32' | 'F16' = 'F32',
): SafetensorsParts {
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length) header.set('__metadata__', metadata);
  const fail = (code: string, message: string) =>
    safetensorsError('The file to be written', code, message, 'Report this: a model could not be saved.');
  let at = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (name === '__metadata__') throw fail('name', 'would name a tensor “__metadata__”');
    if (shape.reduce((product, dim) => product * dim, 1) !== data.length)
      throw fail('size', `gives “${name}” ${data.length} values where its shape ${shape.join('×')} needs others`);
    const end = at + data.length * DTYPE_BYTES[dtype];
    header.set(name, { dtype, shape, data_offsets: [at, end] });
    at = end;
  }
  if (header.size > LIMITS.tensors) throw fail('many', `would hold more than ${LIMITS.tensors} tensors`);
  // Text by text: in a plain object, names such as “7” or “__proto__” would move or vanish.
  const text = `{${[...header].map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const json = new TextEncoder().encode(text);
  const padded = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + padded).fill(0x20, 8 + json.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(json, 8);
  return {
    bytes: head.length + at,
    *parts() {
      yield head;
      for (const { data } of Object.values(tensors)) yield encodeNumbers(dtype, data);
    },
  };
}
