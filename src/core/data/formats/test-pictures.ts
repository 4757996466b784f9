/**
 * @file Headers of pictures for tests, built in code so that they can lie. Imported by tests only.
 */
import { join, u16le, u32be, u32le } from './test-fixtures.ts';

export const jpeg = (width: number, height: number, end = '\xff\xd9') =>
  join(
    '\xff\xd8',
    '\xff\xe0',
    [0, 4, 0, 0],
    '\xff\xc2',
    [0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
    '\xff\xda',
    [0, 2, 1, 2, 3],
    end,
  );
export const gif = (width: number, height: number, frame: [number, number] = [width, height]) =>
  join(
    'GIF89a',
    u16le(width),
    u16le(height),
    [0x80, 0, 0],
    Array(6).fill(0),
    [0x21, 0xf9, 4, 0, 0, 0, 0, 0],
    [0x2c],
    u16le(0),
    u16le(0),
    u16le(frame[0]),
    u16le(frame[1]),
    [0, 2, 0, 0x3b],
  );
export const webp = (chunk: string, rest: readonly number[]) =>
  join('RIFF', u32le(4 + 8 + rest.length), 'WEBP', chunk, u32le(rest.length), rest);
export const bmp = (width: number, height: number, rows = 4 * Math.abs(height)) =>
  join(
    'BM',
    u32le(0),
    u32le(0),
    u32le(54),
    u32le(40),
    u32le(width),
    u32le(height),
    u16le(1),
    u16le(24),
    u32le(0),
    Array(20).fill(0),
    Array(rows).fill(9),
  );
export const avif = (width: number, height: number) =>
  join(u32be(20), 'ftypavif', u32be(0), 'mif1', u32be(20), 'ispe', u32be(0), u32be(width), u32be(height));
