/**
 * @file Files for the journeys, made in code: small PNGs, and zips with things in them that a person might drop.
 */
import { crc32, deflateSync } from 'node:zlib';
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';

/** A PNG of one colour with a mark that differs by `variant`. RGB in 0..255. */
export function makePng(size: number, colour: readonly [number, number, number], variant: number): Buffer {
  const rows = Buffer.alloc(size * (1 + 3 * size));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const marked = (x * 7 + y * 13 + variant * 31) % 11 === 0;
      for (let c = 0; c < 3; c++) rows[y * (1 + 3 * size) + 1 + 3 * x + c] = marked ? 255 - colour[c]! : colour[c]!;
    }
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header(size, size)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG that says it is this large and holds nothing. */
export function makeHugeHeader(size: number): Buffer {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header(size, size)),
    chunk('IDAT', deflateSync(Buffer.alloc(16))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function header(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, 2, 0, 0, 0], 8);
  return data;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}

/** A zip of these entries, in order. */
export async function makeZip(entries: Readonly<Record<string, Uint8Array>>): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(entries)) await writer.add(name, new Uint8ArrayReader(bytes));
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
  'red tiles': [190, 60, 50],
  'grüne Kacheln': [60, 150, 80],
  'blue tiles': [50, 80, 180],
};

/** Three classes that a tiny model can tell apart, `count` pictures each, in one outer folder. */
export function tileEntries(count: number): Record<string, Uint8Array> {
  const entries: Record<string, Uint8Array> = {};
  for (const [name, colour] of Object.entries(COLOURS))
    for (let i = 0; i < count; i++) entries[`tiles/${name}/tile ${i + 1}.png`] = makePng(32, colour, i);
  return entries;
}

/** What people drop by accident, beside good pictures. */
export function badEntries(): Record<string, Uint8Array> {
  const whole = makePng(32, [1, 2, 3], 0);
  return {
    'tiles/red tiles/cut short.png': whole.subarray(0, whole.length - 30),
    'tiles/red tiles/notes.png': Buffer.from('These are notes, not a picture.'),
    'tiles/blue tiles/enormous.png': makeHugeHeader(30_000),
    'tiles/blue tiles/empty.png': Buffer.alloc(0),
    'tiles/lonely/only one.png': makePng(32, [9, 9, 9], 0),
  };
}
