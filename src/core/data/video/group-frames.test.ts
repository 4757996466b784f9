/** @file Folders of frames as people have them: which are clips, in which order, and which are refused with what. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classPaths } from '../class-paths.ts';
import { chooseLabels } from '../labels/choose-labels.ts';
import { groupFrames } from './group-frames.ts';

/** `a/0001-0003.jpg` stands for three paths. */
const paths = (...words: string[]) =>
  words.flatMap((word) => {
    const range = /^(.*?)(\d+)-(\d+)(\.\w+)$/.exec(word);
    if (!range) return [word];
    const [, before, from, to, suffix] = range;
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => {
      return `${before}${String(Number(from) + at).padStart(from!.length, '0')}${suffix}`;
    });
  });
const grouped = (words: string[], isNamed?: (folder: string) => boolean) => {
  const { clips, rejected } = groupFrames(paths(...words), isNamed);
  for (const { message, hint } of rejected) {
    expect(message).toMatch(/^\S.*[^.]\.$/);
    expect(hint).toMatch(/^It was left out; the rest loads\. [A-Z].*\.$/);
  }
  return { clips: clips.map(({ path, frames }) => `${path}: ${frames.length}`), codes: rejected.map(({ code }) => code) };
};

describe('folders of frames', () => {
  it.each<[string, string[], string[]]>([
    [
      'class, clip, frames',
      ['jump/0001/img_001-017.jpg', 'jump/0002/img_001-018.jpg', 'run/0001/img_001-015.jpg'],
      ['jump/0001: 17', 'jump/0002: 18', 'run/0001: 15'],
    ],
    ['clips with words for names', ['set/jump/anna/1-3.png', 'set/run/ben/1-3.png'], ['set/jump/anna: 3', 'set/run/ben: 3']],
    ['parts of a split above', ['train/jump/a1/1-3.png', 'test/run/a1/1-3.png'], ['test/run/a1: 3', 'train/jump/a1: 3']],
    ['one class, clips with numbers', ['jump/clip2/1-3.png', 'jump/clip10/1-3.png'], ['jump/clip2: 3', 'jump/clip10: 3']],
    ['numbered clips without classes', ['1001/00001-00005.jpg', '1002/00001-00006.jpg'], ['1001: 5', '1002: 6']],
    [
      'classes in the names of clips',
      ['jump_anna/1-3.png', 'jump_ben/1-3.png', 'run_anna/1-3.png', 'run_ben/1-3.png'],
      ['jump_anna: 3', 'jump_ben: 3', 'run_anna: 3', 'run_ben: 3'],
    ],
    [
      'several clips in one folder',
      ['jump/a_01-03.png', 'jump/b_01-04.png', 'run/c_01-02.png', 'run/d_01-02.png'],
      ['jump/a: 3', 'jump/b: 4', 'run/c: 2', 'run/d: 2'],
    ],
    [
      'optical flow beside frames',
      ['jump/c1/img_1-4.jpg', 'jump/c1/flow_x_1-4.jpg', 'jump/c1/flow_y_1-4.jpg', 'run/c1/img_1-4.jpg'],
      ['jump/c1: 4', 'run/c1: 4'],
    ],
    [
      'names with a time after the number',
      ['a/x/f_1_t0.00.jpg', 'a/x/f_2_t0.04.jpg', 'a/x/f_3_t1.04.jpg', 'b/y/1-2.jpg'],
      ['a/x: 3', 'b/y: 2'],
    ],
    ['times alone', ['a/x/t0.96.jpg', 'a/x/t1.00.jpg', 'a/x/t1.04.jpg', 'b/y/1-2.jpg'], ['a/x: 3', 'b/y: 2']],
    ['an archive for each class', ['jump.zip/1/1-3.png', 'run.zip/1/1-3.png'], ['jump.zip/1: 3', 'run.zip/1: 3']],
    ['empty', [], []],
  ])('%s', (_, words, clips) => {
    expect(grouped(words)).toEqual({ clips, codes: [] });
  });

  it('counts as people do', () => {
    const { clips } = groupFrames(['a/x/f10.jpg', 'a/x/f9.jpg', 'a/x/f1.jpg', 'b/y/2.jpg', 'b/y/1.jpg']);
    expect(clips.map(({ frames }) => frames)).toEqual([
      ['a/x/f1.jpg', 'a/x/f9.jpg', 'a/x/f10.jpg'],
      ['b/y/1.jpg', 'b/y/2.jpg'],
    ]);
  });

  it.each<[string, string[], string[], string[]]>([
    ['classes of plain photos', ['rings/1-30.png', 'dots/1-30.png'], [], ['frames-without-clips', 'frames-without-clips']],
    [
      'the same in parts of a split',
      ['train/rings/1-9.png', 'test/rings/1-9.png', 'train/dots/1-9.png'],
      [],
      Array(3).fill('frames-without-clips'),
    ],
    ['photos with names', ['set/a1/cat.png', 'set/a1/dog.png', 'set/b1/1-2.png'], ['set/b1: 2'], ['frames-not-numbered']],
    ['photos of several cameras', ['a/x/IMG_1.jpg', 'a/x/DSC_7.jpg', 'b/y/1-2.png'], ['b/y: 2'], ['frames-not-numbered']],
    ['a folder with one frame', ['a/x/1.png', 'b/y/1-2.png'], ['b/y: 2'], ['clip-one-frame']],
    [
      'pictures beside clips',
      ['cover.png', 'a/thumb.png', 'a/x/1-2.png', 'b/y/1-2.png'],
      ['a/x: 2', 'b/y: 2'],
      Array(2).fill('frame-without-clip'),
    ],
    ['pictures in no folder', ['1-3.png'], [], ['frame-without-clip']],
  ])('refuses %s', (_, words, clips, codes) => {
    expect(grouped(words)).toEqual({ clips, codes });
  });

  it('takes clips that a table names', () => {
    const words = ['set/anna/1-3.png', 'set/ben/1-3.png'];
    expect(grouped(words).clips).toEqual([]);
    expect(grouped(words, (folder) => folder.startsWith('set/')).clips).toEqual(['set/anna: 3', 'set/ben: 3']);
  });

  it('gives paths from which the classes come as they do from files', () => {
    const nested = groupFrames(paths('set/jump/0001/1-3.png', 'set/jump/0002/1-3.png', 'set/run/0001/1-3.png')).clips;
    expect([...classPaths(nested.map(({ path }) => path)).classOf.values()]).toEqual(['jump', 'jump', 'run']);
    const flat = groupFrames(paths('jump_1/1-3.png', 'jump_2/1-3.png', 'run_1/1-3.png', 'run_2/1-3.png')).clips;
    const { chosen } = chooseLabels({ paths: flat.map(({ path }) => path) });
    expect(chosen?.classes.map(({ name, count }) => `${name}: ${count}`)).toEqual(['jump: 2', 'run: 2']);
  });

  it('ten thousand frames are grouped at once', () => {
    const many = paths(...Array.from({ length: 100 }, (_, clip) => `class${clip % 5}/clip${clip}/000-199.jpg`));
    const before = performance.now();
    expect(groupFrames(many).clips).toHaveLength(100);
    expect(groupFrames(paths('a/x/00000-49999.jpg', 'b/y/1-2.jpg')).clips[0]!.frames).toHaveLength(50_000);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  const real = '../shared/data/video/frames-jump-run.zip';
  it.skipIf(!existsSync(real))('a published set of clips', () => {
    const names = execFileSync('python3', ['-m', 'zipfile', '-l', real])
      .toString()
      .match(/\S+\.jpg/g)!;
    const { clips, rejected } = groupFrames(names);
    expect(clips.map(({ path, frames }) => `${path} ${frames.length}`)).toEqual([
      'jumping/0001 17',
      'jumping/0002 18',
      'running/0001 15',
      'running/0002 15',
    ]);
    expect(rejected).toEqual([]);
  });
});
