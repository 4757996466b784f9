/**
 * @file safetensors reader and writer: 8 bytes little-endian header length, JSON header, data.
 * Follows the rules of the Rust implementation (huggingface/safetensors, `validate`): capped header, offsets that
 * follow each other without hole or overlap, size = shape × dtype, data to the end of the file. A file is
 * hostile input: every field is checked before it is used. Read types: F32, F16, BF16, F64; everything becomes f32.
 */
import { PlaygroundError } from '../errors.ts';
import type { HostParams, HostTensor } from '../tensor/params.ts';
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from './float16.ts';

export const LIMITS = { headerBytes: 8 << 20, tensors: 20_000, rank: 8 } as const;

const BYTES = { F32: 4, F16: 2, BF16: 2, F64: 8 } as const;
type Dtype = keyof typeof BYTES;

interface Entry {
  name: string;
  dtype: Dtype;
  shape: number[];
  begin: number;
  end: number;
}

export interface SafetensorsFile {
  tensors: HostParams;
  metadata: Record<string, string>;
}

/**
 * @param fileName for messages
 * @throws PlaygroundError `safetensors-…` naming what is wrong with the file
 */
export function readSafetensors(buffer: ArrayBuffer, fileName: string): SafetensorsFile {
  const fail = (code: string, message: string) =>
    new PlaygroundError({
      code: `safetensors-${code}`,
      message: `${fileName} ${message}.`,
      hint: 'Download or export the file again as safetensors.',
      where: fileName,
    });
  if (buffer.byteLength < 8) throw fail('short', `has ${buffer.byteLength} bytes; a safetensors file has at least 8`);
  const headerBytes = Number(new DataView(buffer).getBigUint64(0, true));
  if (headerBytes > LIMITS.headerBytes) {
    // Every other format reads as an absurd header length here: say what it is where that can be told.
    const start = String.fromCharCode(...new Uint8Array(buffer, 0, 8));
    if (start.startsWith('version ')) throw fail('lfs', 'is a git-lfs pointer, not the weights themselves');
    if (start.startsWith('PK') || start.startsWith('\x80')) throw fail('pickle', 'is a PyTorch pickle or a zip, not safetensors');
    if (/^\s*</.test(start)) throw fail('html', 'is a web page, not safetensors');
    throw fail('header', `states a header of ${headerBytes} bytes; at most ${LIMITS.headerBytes} are read`);
  }
  if (8 + headerBytes > buffer.byteLength)
    throw fail('cut', `ends early: the header needs ${8 + headerBytes} bytes and ${buffer.byteLength} are there`);
  const dataBytes = buffer.byteLength - 8 - headerBytes;
  const { entries, metadata } = parseHeader(new Uint8Array(buffer, 8, headerBytes), fail);

  let at = 0;
  for (const { name, dtype, shape, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) throw fail('offsets', `has ${begin > at ? 'a hole' : 'an overlap'} before “${name}”`);
    const size = shape.reduce((product, dim) => product * dim, 1) * BYTES[dtype];
    if (!Number.isSafeInteger(size) || end - begin !== size)
      throw fail('size', `gives “${name}” ${end - begin} bytes where its shape and type need ${size}`);
    at = end;
  }
  if (at !== dataBytes) throw fail(at > dataBytes ? 'cut' : 'rest', `describes ${at} bytes of data and holds ${dataBytes}`);

  const tensors: HostParams = Object.create(null);
  for (const entry of entries) tensors[entry.name] = decode(buffer, 8 + headerBytes, entry);
  return { tensors, metadata };
}

type Fail = (code: string, message: string) => PlaygroundError;

function parseHeader(bytes: Uint8Array, fail: Fail): { entries: Entry[]; metadata: Record<string, string> } {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch {
    throw fail('header', 'has a header that is not JSON');
  }
  if (!isRecord(header)) throw fail('header', 'has a header that is not a JSON object');
  const names = Object.keys(header);
  // JSON.parse keeps the last of two equal keys; a file that has them is refused as Rust refuses it.
  if (countKeys(text) !== names.length) throw fail('duplicate', 'names a tensor twice');
  if (names.length > LIMITS.tensors) throw fail('many', `holds ${names.length} tensors; at most ${LIMITS.tensors} are read`);
  const metadata: Record<string, string> = Object.create(null);
  const entries: Entry[] = [];
  for (const name of names) {
    const value = header[name];
    if (name === '__metadata__') {
      if (isRecord(value)) for (const [key, item] of Object.entries(value)) metadata[key] = String(item);
      continue;
    }
    if (!isRecord(value)) throw fail('header', `describes “${name}” by something that is not an object`);
    const { dtype, shape, data_offsets: offsets } = value;
    if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype))
      throw fail('dtype', `stores “${name}” as ${String(dtype)}; F32, F16, BF16 and F64 are read`);
    if (!isCounts(shape) || shape.length > LIMITS.rank) throw fail('shape', `gives “${name}” an unusable shape`);
    if (!isCounts(offsets) || offsets.length !== 2 || offsets[1]! < offsets[0]!) throw fail('offsets', `gives “${name}” unusable offsets`);
    entries.push({ name, dtype: dtype as Dtype, shape, begin: offsets[0]!, end: offsets[1]! });
  }
  return { entries, metadata };
}

/** Keys at the top level of a JSON object, counted in its text. */
function countKeys(text: string): number {
  let depth = 0;
  let keys = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      for (i += 1; text[i] !== '"'; i++) if (text[i] === '\\') i += 1;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    else if (char === ':' && depth === 1) keys += 1;
  }
  return keys;
}

function decode(buffer: ArrayBuffer, base: number, { dtype, shape, begin, end }: Entry): HostTensor {
  const bytes = buffer.slice(base + begin, base + end); // a copy, so that offsets need no alignment
  switch (dtype) {
    case 'F32':
      return { shape, data: new Float32Array(bytes) };
    case 'F64':
      return { shape, data: Float32Array.from(new Float64Array(bytes)) };
    case 'F16':
      return { shape, data: decodeFloat16(new Uint16Array(bytes)) };
    case 'BF16':
      return { shape, data: decodeBfloat16(new Uint16Array(bytes)) };
    default:
      return dtype satisfies never;
  }
}

/** The bytes of a file with the tensors in the order of the record. */
export function writeSafetensors(tensors: HostParams, metadata: Record<string, string> = {}, dtype: 'F32' | 'F16' = 'F32'): ArrayBuffer {
  const header: Record<string, unknown> = Object.keys(metadata).length ? { __metadata__: metadata } : {};
  let at = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const end = at + data.length * BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [at, end] };
    at = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8; // spaces keep the data aligned, as the Rust writer does
  const out = new Uint8Array(8 + padded + at).fill(0x20, 8 + json.length, 8 + padded);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.set(json, 8);
  let offset = 8 + padded;
  for (const { data } of Object.values(tensors)) {
    const bytes =
      dtype === 'F32' ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(encodeFloat16(data).buffer);
    out.set(bytes, offset);
    offset += bytes.length;
  }
  return out.buffer;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
