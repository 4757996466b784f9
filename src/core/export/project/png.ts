/**
 * @file RGB bytes → a PNG file without loss, with no canvas: the exporter runs in a worker and in Node alike.
 * One IDAT chunk, 8 bits a channel, no filter (PNG specification, third edition, §§ 5 and 10; CRC of annex D).
 */

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** 8 bits, colour type 2 (RGB), deflate, adaptive filtering, not interlaced. */
const FORMAT = [8, 2, 0, 0, 0] as const;

/** Remainder of every byte for the reversed polynomial. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/**
 * @param pixels RGB, row-major, [height, width, 3]
 * @throws RangeError when the bytes do not fill the picture
 */
export async function encodePng(pixels: Uint8Array, height: number, width: number): Promise<Uint8Array<ArrayBuffer>> {
  const stride = width * 3;
  if (pixels.length !== height * stride) throw new RangeError(`${pixels.length} bytes are no picture of ${height}×${width}`);
  const rows = new Uint8Array(height * (stride + 1)); // every row starts with its filter: 0, none
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set(FORMAT, 8);
  return joined([SIGNATURE, chunk('IHDR', header), chunk('IDAT', await zlib(rows)), chunk('IEND', new Uint8Array())]);
}

/** Length, type, data, CRC over type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = CRC_TABLE[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  return ~rest >>> 0;
}

async function zlib(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
