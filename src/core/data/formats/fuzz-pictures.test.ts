/**
 * @file 2,000 seeded mutants of a file of each picture format and of a zip: each passes or is refused in words, nothing hangs, and what
 * passes is within the limits. Of a zip, what is unpacked is what was packed, or nothing.
 */
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';
import { mutants, tally } from '../test-mutants.ts';
import { checkPicture } from './check-picture.ts';
import { type Bytes, join, png, zip } from './test-fixtures.ts';
import { avif, bmp, gif, jpeg, webp } from './test-pictures.ts';
import { openArchive } from './zip-archive.ts';

const MUTANTS = 2000;

/** The code of a refusal in words, or `passed`. */
function codeOf(error: unknown): string {
  if (error instanceof PlaygroundError && error.message.endsWith('.') && error.hint !== '') return error.code;
  throw error;
}

describe('mutants', () => {
  it.each<[string, () => Bytes | Promise<Bytes>]>([
    ['png', () => png(9, 7)],
    ['jpeg', () => jpeg(640, 480)],
    ['gif', () => gif(10, 12)],
    ['webp VP8X', () => webp('VP8X', [0, 0, 0, 0, 99, 0, 0, 49, 0, 0])],
    ['webp VP8L', () => webp('VP8L', [0x2f, 99, 64, 12, 0, 1, 2, 3])],
    ['bmp', () => bmp(4, 4)],
    ['avif', () => avif(320, 200)],
  ])('%s', async (_, make) => {
    const { codes } = await tally(mutants(await make(), MUTANTS, 5), (bytes) => {
      const { size } = checkPicture(bytes, 'a/1');
      if (size && !(size.width >= 1 && size.height >= 1 && size.width * size.height <= LIMITS.picturePixels)) throw new Error('wrong size');
    });
    expect(codes.get('passed')).toBeGreaterThan(0);
    expect(codes.size).toBeGreaterThan(2);
  });

  it('zip', async () => {
    const contents = [join('one'), join('two '.repeat(500)), await png(9, 7)];
    const original = await zip(contents.map((bytes, at) => ({ name: `set/${at}.png`, bytes, method: at === 1 ? 8 : 0 })));
    const known = new Set(contents.map((bytes) => bytes.join()));
    const codes = new Set<string>();
    for (const bytes of mutants(original, MUTANTS, 6)) {
      try {
        const { entries } = await openArchive(new Blob([bytes]), 'a.zip');
        for (const entry of entries) {
          try {
            expect(known.has((await entry.read()).join())).toBe(true);
            codes.add('passed');
          } catch (error) {
            codes.add(codeOf(error));
          }
        }
      } catch (error) {
        codes.add(codeOf(error));
      }
    }
    expect(codes.has('passed')).toBe(true);
    expect(codes.size).toBeGreaterThan(5);
  });
});
