/**
 * @file The header of a safetensors file: 8 bytes little-endian length N, then N bytes of JSON, then data. Follows the rules
 * of the Rust implementation (huggingface/safetensors, `Metadata::validate`): capped header, offsets that follow each other
 * without hole or overlap, size = shape × type, data to the end of the file. A file is hostile input: every field is checked
 * before it is used. Stricter than Rust: equal names are refused, and so is what passes `LIMITS`.
 */
import { PlaygroundError, type Problem } from '../errors.ts';
import { DTYPE_BYTES, type Dtype, isDtype, OTHER_DTYPES } from './dtypes.ts';
import { foreignFile } from './foreign-files.ts';
import { DuplicateKey, type HeaderValue, parseHeaderJson } from './header-json.ts';

export const LIMITS = { headerBytes: 8 << 20, tensors: 20_000, rank: 8, fileBytes: 4 * 2 ** 30 } as const;

/** Where one tensor lies. Offsets count from the beginning of the file. */
export interface TensorEntry {
  name: string;
  dtype: Dtype;
  shape: number[];
  begin: number;
  end: number;
}

export interface SafetensorsHeader {
  /** By name, in the header's order. */
  entries: Map<string, TensorEntry>;
  metadata: Record<string, string>;
}

const AGAIN = 'Download or export the file again as safetensors.';

export function safetensorsError(fileName: string, code: string, message: string, hint = AGAIN): PlaygroundError {
  return new PlaygroundError({ code: `safetensors-${code}`, message: `${fileName} ${message}.`, hint, where: fileName });
}

/**
 * @param start the first bytes, `SIGNATURE_BYTES` of them where there are as many
 * @param fileBytes size of the whole file
 * @returns length of the JSON in bytes; the data begin at 8 + that
 * @throws PlaygroundError `safetensors-…` saying what the file is instead, or how its length is wrong
 */
export function headerLength(start: Uint8Array, fileBytes: number, fileName: string): number {
  if (fileBytes === 0) throw safetensorsError(fileName, 'short', 'is empty (0 bytes)');
  const length = fileBytes < 8 ? 0 : Number(new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true));
  if (fileBytes < 8 || length > LIMITS.headerBytes || 8 + length > fileBytes) {
    // Every other format reads as an absurd header length here: say what it is where that can be told.
    const foreign = foreignFile(start, fileName);
    if (foreign) throw new PlaygroundError(foreign);
  }
  if (fileBytes < 8) throw safetensorsError(fileName, 'short', `has ${fileBytes} bytes; a safetensors file has at least 8`);
  if (length > LIMITS.headerBytes)
    throw safetensorsError(fileName, 'header', `states a header of ${length} bytes; at most ${LIMITS.headerBytes} are read`);
  if (8 + length > fileBytes)
    throw safetensorsError(fileName, 'cut', `ends early: the header needs ${8 + length} bytes and ${fileBytes} are there`);
  if (fileBytes > LIMITS.fileBytes)
    throw safetensorsError(fileName, 'large', `has ${fileBytes} bytes; at most ${LIMITS.fileBytes} are read`, 'Choose a smaller model.');
  return length;
}

/**
 * @param json the header's bytes
 * @param dataBytes bytes of the file after the header
 * @throws PlaygroundError `safetensors-…` naming the tensor and what is wrong with it
 */
export function parseHeader(json: Uint8Array, dataBytes: number, fileName: string): SafetensorsHeader {
  const fail = (code: string, message: string) => safetensorsError(fileName, code, message);
  const header = headerObject(json, fileName, fail);
  const metadata: Record<string, string> = Object.create(null);
  const given = header.get('__metadata__') ?? new Map();
  if (!(given instanceof Map)) throw fail('metadata', 'has a “__metadata__” that is not an object of texts');
  for (const [key, value] of given) {
    if (typeof value !== 'string') throw fail('metadata', `has “${key}” in its “__metadata__” that is not a text`);
    metadata[key] = value;
  }
  header.delete('__metadata__');
  if (header.size > LIMITS.tensors) throw fail('many', `holds ${header.size} tensors; at most ${LIMITS.tensors} are read`);

  const base = 8 + json.length;
  const entries = new Map<string, TensorEntry>();
  for (const [name, value] of header) entries.set(name, tensorEntry(name, value, base, fail));
  let at = base;
  for (const { name, begin, end } of [...entries.values()].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) throw fail('offsets', `has ${begin > at ? 'a hole' : 'an overlap'} before “${name}”`);
    at = end;
  }
  if (at !== base + dataBytes)
    throw fail(at > base + dataBytes ? 'cut' : 'rest', `describes ${at - base} bytes of data and holds ${dataBytes}`);
  return { entries, metadata };
}

type Fail = (code: string, message: string) => PlaygroundError;

/**
 * A gzip file without a time reads as a header of half a megabyte: the one foreign signature whose length is below the cap.
 * It is asked for only where the header is no JSON, since a header may truly be that long.
 */
function smallGzip(json: Uint8Array, fileName: string): Problem | null {
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, BigInt(json.length), true);
  const foreign = foreignFile(start, fileName);
  return foreign?.code === 'safetensors-gzip' ? foreign : null;
}

function headerObject(json: Uint8Array, fileName: string, fail: Fail): Map<string, HeaderValue> {
  let header: HeaderValue;
  try {
    header = parseHeaderJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json));
  } catch (thrown) {
    if (thrown instanceof DuplicateKey) throw fail('duplicate', `names “${thrown.key}” twice`);
    const gzip = smallGzip(json, fileName);
    if (gzip) throw new PlaygroundError(gzip);
    throw fail('header', 'has a header that is not JSON');
  }
  if (!(header instanceof Map)) throw fail('header', 'has a header that is not a JSON object');
  return header;
}

function tensorEntry(name: string, value: HeaderValue, base: number, fail: Fail): TensorEntry {
  if (!(value instanceof Map)) throw fail('header', `describes “${name}” by something that is not an object`);
  const [dtype, shape, offsets] = [value.get('dtype'), value.get('shape'), value.get('data_offsets')];
  if (typeof dtype !== 'string' || !isDtype(dtype)) {
    const known = typeof dtype === 'string' && OTHER_DTYPES.includes(dtype);
    throw fail(
      'dtype',
      `stores “${name}” as ${String(dtype)}${known ? ', which is not read here' : ''}; floats of 16 to 64 bits and integers are read`,
    );
  }
  if (!isCounts(shape)) throw fail('shape', `gives “${name}” an unusable shape`);
  if (shape.length > LIMITS.rank) throw fail('shape', `gives “${name}” ${shape.length} dimensions; at most ${LIMITS.rank} are read`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[1]! < offsets[0]!) throw fail('offsets', `gives “${name}” unusable offsets`);
  const [begin, end] = offsets as [number, number];
  const size = checkedSize(shape, DTYPE_BYTES[dtype]);
  if (size === null) throw fail('size', `gives “${name}” a shape whose size passes 64 bits: ${shape.join('×')}`);
  if (BigInt(end - begin) !== size) throw fail('size', `gives “${name}” ${end - begin} bytes where its shape and type need ${size}`);
  return { name, dtype, shape, begin: base + begin, end: base + end };
}

/** Bytes of a tensor; null where any product on the way passes 64 bits, also when a later dimension is 0. */
function checkedSize(shape: readonly number[], elementBytes: number): bigint | null {
  let size = 1n;
  for (const factor of [...shape, elementBytes]) {
    size *= BigInt(factor);
    if (size >= 2n ** 64n) return null;
  }
  return size;
}

function isCounts(value: HeaderValue | undefined): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item));
}
