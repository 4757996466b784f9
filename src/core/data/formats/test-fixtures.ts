/**
 * @file Files for tests, built in code: small pictures and archives, good ones and ones that no program would write.
 * Imported by tests only.
 */

export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of all parts; strings are taken as latin-1. */
export function join(...parts: (string | ArrayLike<number>)[]): Bytes {
  const arrays = parts.map((part) =>
    typeof part === 'string' ? Uint8Array.from(part, (letter) => letter.charCodeAt(0)) : Uint8Array.from(part),
  );
  const all = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

export function u16le(value: number): number[] {
  return [value & 255, (value >>> 8) & 255];
}
export function u32le(value: number): number[] {
  return [...u16le(value & 0xffff), ...u16le(value >>> 16)];
}
export function u32be(value: number): number[] {
  return u32le(value).reverse();
}

export function crc32(bytes: ArrayLike<number>): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

function pngChunk(type: string, data: ArrayLike<number>): Bytes {
  const body = join(type, data);
  return join(u32be(data.length), body, u32be(crc32(body)));
}

async function pack(bytes: Bytes, format: 'deflate' | 'deflate-raw'): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** An 8-bit picture of one colour: [r, g, b] or [r, g, b, a], 0-255. */
export async function png(width: number, height: number, colour: readonly number[] = [200, 40, 40]): Promise<Bytes> {
  const row = [0, ...Array.from({ length: width }, () => colour).flat()];
  const rows = join(...Array.from({ length: height }, () => row));
  const header = [...u32be(width), ...u32be(height), 8, colour.length === 4 ? 6 : 2, 0, 0, 0];
  return join(PNG_SIGNATURE, pngChunk('IHDR', header), pngChunk('IDAT', await pack(rows, 'deflate')), pngChunk('IEND', []));
}

/** A PNG that is whole by its chunks and claims any size: what a decoder must not be given. */
export function pngClaiming(width: number, height: number): Bytes {
  const header = [...u32be(width), ...u32be(height), 8, 2, 0, 0, 0];
  return join(PNG_SIGNATURE, pngChunk('IHDR', header), pngChunk('IDAT', []), pngChunk('IEND', []));
}

export interface ZipItem {
  name: string;
  bytes: Bytes;
  /** Unpacked size to claim in place of the true one. */
  claimedBytes?: number;
  /** Bit 0 of the flags: encrypted. */
  isEncrypted?: boolean;
  /** 0 stored, 8 deflated, others as a claim. */
  method?: number;
  crc?: number;
}

/** A zip of these items, written by hand so that it can lie. */
export async function zip(items: readonly ZipItem[]): Promise<Bytes> {
  const locals: Bytes[] = [];
  const centrals: Bytes[] = [];
  let offset = 0;
  for (const { name, bytes, claimedBytes = bytes.length, isEncrypted = false, method = 0, crc = crc32(bytes) } of items) {
    const packed = method === 8 ? await pack(bytes, 'deflate-raw') : bytes;
    const nameBytes = new TextEncoder().encode(name);
    const flags = 0x800 | (isEncrypted ? 1 : 0);
    const common = [
      ...u16le(20),
      ...u16le(flags),
      ...u16le(method),
      ...u32le(0x21),
      ...u32le(crc),
      ...u32le(packed.length),
      ...u32le(claimedBytes),
    ];
    const local = join('PK\x03\x04', common, u16le(nameBytes.length), u16le(0), nameBytes, packed);
    centrals.push(join('PK\x01\x02', u16le(20), common, u16le(nameBytes.length), Array(12).fill(0), u32le(offset), nameBytes));
    locals.push(local);
    offset += local.length;
  }
  const directory = join(...centrals);
  const end = join('PK\x05\x06', u32le(0), u16le(items.length), u16le(items.length), u32le(directory.length), u32le(offset), u16le(0));
  return join(...locals, directory, end);
}
