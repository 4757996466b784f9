/** @file Folders of frames to records: the right ones, each read once; clips with a bad picture are refused and it is named. */
import { describe, expect, it } from 'vitest';
import { join, png } from '../formats/test-fixtures.ts';
import { framesRecord } from './frames-record.ts';

const form = { modality: 'video', frames: 4, size: [6, 6] } as const;
/** Pictures in grey, each of its own level. */
const frames = async (count: number, width = 12, height = 12) => {
  const reads: number[] = [];
  const files = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const bytes = await png(width, height, [at * 10, at * 10, at * 10]);
      return {
        path: `jump/1/${at}.png`,
        read: async () => {
          reads.push(at);
          return bytes;
        },
      };
    }),
  );
  return { files, reads };
};
const levels = (record: Uint8Array) => Array.from({ length: 4 }, (_, at) => record[at * 6 * 6 * 3 + 50]);

describe('framesRecord', () => {
  it.each([
    [16, [20, 60, 100, 140]],
    [4, [0, 10, 20, 30]],
    [2, [0, 0, 10, 10]],
  ])('of %i frames, takes those in the middle of each quarter, each read once', async (count, expected) => {
    const { files, reads } = await frames(count);
    const { record, ...rest } = await framesRecord(files, 'jump/1', form, 3000);
    expect(record).toHaveLength(4 * 6 * 6 * 3);
    expect(levels(record)).toEqual(expected);
    expect(reads).toEqual([...new Set(expected.map((level) => level / 10))]);
    expect(rest).toEqual({ width: 12, height: 12, seconds: undefined, frames: count });
  });

  it('takes frames that are pixels already, such as those of an array', async () => {
    const grey = (level: number) => ({ rgba: new Uint8ClampedArray(8 * 8 * 4).fill(255).map((_, at) => (at % 4 < 3 ? level : 255)) });
    const files = [0, 1, 2, 3].map((at) => ({ path: `x.npy/0/${at}`, read: async () => ({ ...grey(20 * at), width: 8, height: 8 }) }));
    const { record, width, frames } = await framesRecord(files, 'x.npy/0', form, 3000);
    expect([levels(record), width, frames]).toEqual([[0, 20, 40, 60], 8, 4]);
  });

  it('refuses photos of different sizes', async () => {
    const { files } = await frames(4);
    const wide = await frames(4, 20, 12);
    await expect(framesRecord([files[0]!, ...wide.files.slice(1)], 'jump/1', form, 3000)).rejects.toMatchObject({
      code: 'frames-differ',
      message: 'jump/1 holds pictures of different sizes: 12 × 12 and 20 × 12 pixels.',
    });
  });

  it('names the picture that cannot be used', async () => {
    const { files } = await frames(4);
    files[2] = { path: 'jump/1/2.png', read: async () => join('<!DOCTYPE html>') };
    await expect(framesRecord(files, 'jump/1', form, 3000)).rejects.toMatchObject({ code: 'file-html', where: 'jump/1/2.png' });
  });
});
