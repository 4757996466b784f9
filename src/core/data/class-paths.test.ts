import { describe, expect, it } from 'vitest';
import { classPaths, isIgnoredPath } from './class-paths.ts';

const classes = (...paths: string[]) => {
  const { classOf, rejected } = classPaths(paths);
  return { classes: paths.map((path) => classOf.get(path) ?? '-').join(' '), codes: rejected.map((problem) => problem.code) };
};

describe('classPaths', () => {
  it.each([
    ['folders side by side', ['rings/1.png', 'dots/1.png'], 'rings dots'],
    ['one outer folder', ['set/rings/1.png', 'set/dots/1.png'], 'rings dots'],
    ['several outer folders', ['a/b/rings/1.png', 'a/b/dots/1.png'], 'rings dots'],
    ['folders inside classes', ['set/rings/near/1.png', 'set/rings/far/1.png', 'set/dots/1.png'], 'rings rings dots'],
    ['files and a folder inside one class', ['rings/1.png', 'rings/near/2.png'], 'rings rings'],
    ['one class', ['set/rings/1.png', 'set/rings/2.png'], 'rings rings'],
    ['parts of a split', ['set/train/rings/1.png', 'set/train/dots/1.png', 'set/Test/rings/1.png'], 'rings dots rings'],
    ['parts of a split without classes inside', ['train/1.png', 'test/1.png'], 'train test'],
    ['archives', ['rings.zip/1.png', 'dots.ZIP/1.png'], 'rings dots'],
    ['an archive around a folder', ['set.zip/set/rings/1.png', 'set.zip/set/dots/1.png'], 'rings dots'],
    ['empty folder names', ['set//rings/1.png', 'set//dots/1.png'], 'rings dots'],
    ['a folder called like a property', ['__proto__/1.png', 'constructor/1.png'], '__proto__ constructor'],
  ])('%s', (_, paths, expected) => {
    expect(classes(...paths)).toEqual({ classes: expected, codes: [] });
  });

  it('rejects files beside the class folders, at the top and inside the outer folder', () => {
    expect(classes('x.png', 'rings/1.png', 'dots/1.png')).toEqual({ classes: '- rings dots', codes: ['no-class-folder'] });
    expect(classes('set/x.png', 'set/rings/1.png', 'set/dots/1.png')).toEqual({ classes: '- rings dots', codes: ['no-class-folder'] });
    expect(classes('x.png', 'set/rings/1.png', 'set/dots/1.png')).toEqual({ classes: '- rings dots', codes: ['no-class-folder'] });
    expect(classes('a.png', 'b.png')).toEqual({ classes: '- -', codes: ['no-class-folder', 'no-class-folder'] });
  });

  it('shows class names without characters that hide or turn text', () => {
    expect(classes('a\u202egnp/1.png', '\u200b/1.png')).toEqual({ classes: 'agnp unnamed', codes: [] });
  });
});

describe('isIgnoredPath', () => {
  it('passes over hidden and system files at any depth', () => {
    for (const path of ['.git/a.png', 'rings/.DS_Store', '__MACOSX/rings/._1.png', 'rings/Thumbs.db', 'x/desktop.ini'])
      expect(isIgnoredPath(path)).toBe(true);
    for (const path of ['rings/1.png', '../1.png', 'a.b/c.png']) expect(isIgnoredPath(path)).toBe(false);
  });
});
