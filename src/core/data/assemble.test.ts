import { describe, expect, it } from 'vitest';
import { assembleDataset, type SampleRecord } from './assemble.ts';
import { checkDataset } from './check.ts';
import { byteText, displayName } from './display-name.ts';
import { compareNatural } from './natural-order.ts';
import { memoryRecords } from './records.ts';

const sample = (path: string): SampleRecord => ({
  path,
  className: path.slice(0, path.indexOf('/')),
  place: null,
  record: Uint8Array.of(path.length, 0, path.charCodeAt(path.length - 1)),
});
const form = { modality: 'image', size: [1, 1] } as const;
const paths = ['b10/1', 'b10/2', 'b10/10', 'b2/3', 'b2/1', 'b2/2', 'tiny/1'];

describe('assembleDataset', () => {
  it('gives one data set for every order of arrival', () => {
    const forward = assembleDataset('x', form, '', paths.map(sample));
    const backward = assembleDataset('x', form, '', [...paths].reverse().map(sample));
    expect(backward).toEqual(forward);
    expect(forward.dataset.classNames).toEqual(['b2', 'b10']);
    expect(forward.paths).toEqual(['b2/1', 'b2/2', 'b2/3', 'b10/1', 'b10/2', 'b10/10']);
    expect([...forward.dataset.labels]).toEqual([0, 0, 0, 1, 1, 1]);
    expect([...memoryRecords(form, forward.dataset.source.memory).read(2)]).toEqual([4, 0, 51]);
  });
  it('leaves out a class that is too small and says so', () => {
    const { problems } = assembleDataset('x', form, '', paths.map(sample));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'class-too-small', where: 'tiny' });
  });
  it('refuses one class, no class and pixels of another size', () => {
    expect(() => assembleDataset('x', form, '', [])).toThrow(/No picture could be read/);
    expect(() => assembleDataset('x', form, '', ['a/1', 'a/2', 'a/3'].map(sample))).toThrow(/Only one class was found: a, with 3 pictures/);
    expect(() => assembleDataset('x', { modality: 'image', size: [2, 2] }, '', paths.map(sample))).toThrow(/no longer there/);
  });
});

describe('checkDataset', () => {
  it('says what was wrong with labels where training is blocked by it', () => {
    const rejected = [
      { code: 'png-cut', message: 'x.png ends early.', hint: 'h' },
      { code: 'table-no-files', message: 'labels.csv names no files of this drop.', hint: 'Drop it together.' },
    ];
    const said = checkDataset(['images'], [36], 'image', rejected).problems.at(-1)!;
    expect(said.message).toMatch(/^Only one class was found: images, .* labels\.csv names no files of this drop\.$/);
    expect(said.hint).toMatch(/^Drop it together\. Or drop a folder/);
    expect(checkDataset(['a', 'b'], [9, 9], 'image', rejected).problems).toEqual([]);
  });

  it.each([
    [['a', 'b'], [3, 3], [], false],
    [['a', 'b', 'c'], [3, 3, 1], ['class-too-small'], false],
    [['a', 'b'], [9, 1], ['class-too-small', 'too-few-classes'], true],
    [['a'], [9], ['too-few-classes'], true],
    [[], [], ['no-samples'], true],
  ])('%j %j', (names, counts, codes, isBlocked) => {
    const check = checkDataset(names, counts, 'image');
    expect(check.problems.map((problem) => problem.code)).toEqual(codes);
    expect(check.isBlocked).toBe(isBlocked);
    for (const { message, hint } of check.problems) expect(message.length * hint.length).toBeGreaterThan(0);
  });
});

describe('names', () => {
  it('sorts numbers by value and is a total order', () => {
    const names = ['img10', 'img2', 'IMG3', 'img02', 'a', '10', '9', 'b1c'];
    expect([...names].sort(compareNatural)).toEqual(['9', '10', 'a', 'b1c', 'img02', 'img2', 'IMG3', 'img10']);
    for (const a of names) for (const b of names) expect(Math.sign(compareNatural(a, b))).toBe(-Math.sign(compareNatural(b, a)) + 0);
  });
  it('cleans and shortens', () => {
    expect(displayName('a\u0000b\u202ec')).toBe('abc');
    expect(displayName('e\u0301')).toBe('\u00e9');
    expect(displayName(`${'x'.repeat(200)}.png`, 21)).toBe(`${'x'.repeat(10)}…xxxxxx.png`);
    expect([0, 1, 134, 6402, 1_234_567, 2e9].map(byteText)).toEqual(['0 bytes', '1 byte', '134 bytes', '6.4 kB', '1.2 MB', '2 GB']);
  });
});
