/**
 * @file safetensors files in memory: small ones, fixtures and results. Large checkpoints are opened and written part by
 * part, see `safetensors-stream.ts`. The rules of the format stand in `safetensors-header.ts`.
 */
import type { HostParams } from '../tensor/params.ts';
import { decodeNumbers } from './dtypes.ts';
import { SIGNATURE_BYTES } from './foreign-files.ts';
import { headerLength, parseHeader, safetensorsError, type TensorEntry } from './safetensors-header.ts';
import { safetensorsParts } from './safetensors-write.ts';

export interface SafetensorsFile {
  tensors: HostParams;
  metadata: Record<string, string>;
}

/**
 * @param fileName for messages
 * @returns every tensor as f32, in the header's order
 * @throws PlaygroundError `safetensors-…` naming what is wrong with the file
 */
export function readSafetensors(buffer: ArrayBuffer, fileName: string): SafetensorsFile {
  const start = new Uint8Array(buffer, 0, Math.min(SIGNATURE_BYTES, buffer.byteLength));
  const length = headerLength(start, buffer.byteLength, fileName);
  const { entries, metadata } = parseHeader(new Uint8Array(buffer, 8, length), buffer.byteLength - 8 - length, fileName);
  const tensors: HostParams = Object.create(null);
  for (const entry of entries.values()) {
    const bytes = new Uint8Array(buffer.slice(entry.begin, entry.end)); // a copy, so that offsets need no alignment
    tensors[entry.name] = { shape: entry.shape, data: tensorNumbers(entry, bytes, fileName) };
  }
  return { tensors, metadata };
}

/**
 * @param bytes of that tensor alone
 * @throws PlaygroundError `safetensors-integer` for 64-bit integers beyond ±2^53
 */
export function tensorNumbers({ name, dtype }: TensorEntry, bytes: Uint8Array<ArrayBuffer>, fileName: string): Float32Array {
  try {
    return decodeNumbers(dtype, bytes);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw safetensorsError(fileName, 'integer', `holds an integer in “${name}” that no number can hold exactly: ${thrown.message}`);
  }
}

/** The bytes of a file with the tensors in the order of the record. */
export function writeSafetensors(tensors: HostParams, metadata: Record<string, string> = {}, dtype: 'F32' | 'F16' = 'F32'): ArrayBuffer {
  const { bytes, parts } = safetensorsParts(tensors, metadata, dtype);
  const out = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts()) {
    out.set(part, at);
    at += part.length;
  }
  return out.buffer;
}
