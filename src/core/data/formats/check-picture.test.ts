import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { expectOwnWords } from '../test-refusals.ts';
import { checkPicture } from './check-picture.ts';
import { type Bytes, join, png, pngClaiming, u16le, u32be, u32le } from './test-fixtures.ts';
import { avif, bmp, gif, jpeg, webp } from './test-pictures.ts';

const problemOf = (bytes: Bytes) => {
  try {
    checkPicture(bytes, 'rings/rings_017.png');
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
  return undefined;
};

const BAD: readonly [string, () => Bytes][] = [
  ['picture-too-large', () => pngClaiming(30_000, 30_000)],
  ['picture-too-large', () => gif(100, 100, [60_000, 60_000])],
  ['picture-too-large', () => jpeg(60_000, 60_000)],
  ['picture-zero-size', () => pngClaiming(0, 10)],
  ['picture-cut-off', () => jpeg(640, 480, '')],
  ['picture-cut-off', () => bmp(1, 200, 8)],
  ['picture-cut-off', () => webp('VP8L', [0x2f, 0, 0, 0, 0]).slice(0, -1)],
  ['picture-zero-size', () => pngClaiming(10, 0)],
  ['picture-zero-size', () => gif(0, 0)],
  ['picture-zero-size', () => bmp(0, 4)],
  ['picture-zero-size', () => jpeg(0, 480)],
  ['picture-too-large', () => avif(60_000, 60_000)],
  ['picture-too-large', () => webp('VP8X', [0, 0, 0, 0, 255, 255, 255, 255, 255, 255])],
  ['picture-too-large', () => bmp(-1 >>> 1, 4, 0)],
  ['picture-cut-off', () => join('\xff\xd8\xff')],
  ['picture-cut-off', () => join('\x89PNG\r\n\x1a\n')],
  ['picture-cut-off', () => join('RIFF', u32le(90), 'WEBP')],
  ['picture-cut-off', () => pngClaiming(4, 4).slice(0, -4)],
  ['picture-damaged', () => join('GIF89a')],
  ['picture-damaged', () => webp('XXXX', [1, 2, 3, 4])],
  ['picture-damaged', () => join('\xff\xd8\xff\xd9\xff\xd9')],
  ['file-empty', () => join()],
  ['file-html', () => join('\n<!DOCTYPE html><html><body>404</body></html>')],
  ['file-lfs-pointer', () => join('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 134\n')],
  ['file-gzip', () => join('\x1f\x8b\x08\x00')],
  ['file-pickle', () => join('\x80\x04\x95\x00\x00')],
  ['file-zip', () => join('PK\x03\x04')],
  ['file-pdf', () => join('%PDF-1.7')],
  ['file-svg', () => join('<?xml version="1.0"?><svg onload="x()"/>')],
  ['file-tiff', () => join('II*\0')],
  ['file-heic', () => join(u32be(24), 'ftypheic', u32be(0), 'mif1heic')],
  ['not-a-picture', () => join('BM is how this text begins')],
  ['not-a-picture', () => join([1, 2, 3, 4])],
  ['file-sound', () => join('RIFF', u32le(40), 'WAVEfmt ', new Uint8Array(30))],
  ['file-sound', () => join('fLaC', new Uint8Array(40))],
  ['file-clip', () => join(u32be(24), 'ftypisom', u32be(0), 'isommp41')],
  ['file-clip', () => join('RIFF', u32le(40), 'AVI LIST', new Uint8Array(30))],
  ['file-clip', () => join([0x1a, 0x45, 0xdf, 0xa3], new Uint8Array(40))],
  ['file-playlist', () => join('#EXTM3U\n#EXT-X-VERSION:3\n')],
];

describe('checkPicture', () => {
  it.each<[string, () => Bytes | Promise<Bytes>, number, number]>([
    ['png', () => png(7, 5), 7, 5],
    ['jpeg', () => jpeg(640, 480), 640, 480],
    ['gif', () => gif(10, 12), 10, 12],
    ['gif', () => gif(10, 12, [30, 4]), 30, 12],
    ['webp', () => webp('VP8X', [0, 0, 0, 0, ...[99, 0, 0], ...[49, 0, 0]]), 100, 50],
    ['webp', () => webp('VP8L', [0x2f, ...u32le(99 | (49 << 14))]), 100, 50],
    ['webp', () => webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, ...u16le(100), ...u16le(50)]), 100, 50],
    ['bmp', () => bmp(1, 2), 1, 2],
    ['bmp', () => bmp(1, -2), 1, 2],
    ['avif', () => avif(320, 200), 320, 200],
  ])('reads the size of a %s from its header', async (kind, make, width, height) => {
    expect(checkPicture(await make(), 'x')).toEqual({ kind, size: { width, height } });
  });

  it.each(BAD)('rejects with %s', (code, make) => {
    const problem = problemOf(make());
    expect(problem?.code).toBe(code);
    expect(problem?.message).toMatch(/^rings\/rings_017\.png .+\.$/);
    expect(problem?.hint).not.toBe('');
    expect(problem?.where).toBe('rings/rings_017.png');
  });

  it('bad files of at least 25 kinds have words of their own', () => {
    expectOwnWords(BAD.map(([, make]) => problemOf(make())!));
  });

  it('says how much of a cut-off PNG is there', async () => {
    const whole = await png(40, 40);
    const cut = whole.slice(0, whole.length - 30);
    expect(problemOf(cut)?.message).toBe(`rings/rings_017.png ends early: ${cut.length} of about ${whole.length} bytes are there.`);
    expect(problemOf(whole.slice(0, -12))?.message).toMatch(/ends early: its end is missing/);
  });

  it('gives an answer for every beginning and every damaged byte of a picture', async () => {
    for (const whole of [await png(5, 5), jpeg(9, 9), gif(9, 9), bmp(2, 2), avif(3, 3), webp('VP8L', [0x2f, 1, 2, 3, 4])]) {
      for (let length = 0; length < whole.length; length++) {
        problemOf(whole.slice(0, length));
        const damaged = whole.slice();
        damaged[length] = 255;
        problemOf(damaged);
      }
    }
  });
});
