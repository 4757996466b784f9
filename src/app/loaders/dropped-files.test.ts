import { describe, expect, it } from 'vitest';
import { filesFromEntries, filesFromInput } from './dropped-files.ts';

type Tree = { [name: string]: Tree | string | Error };

/** File-system entries as a drop gives them; an Error in the tree is thrown when it is read. Folders give two entries at a time. */
function entriesOf(tree: Tree): FileSystemEntry[] {
  return Object.entries(tree).map(([name, node]) => {
    const isFile = typeof node === 'string' || (node instanceof Error && name.includes('.'));
    return {
      name,
      isFile,
      isDirectory: !isFile,
      file: (resolve: (file: File) => void, reject: (error: Error) => void) =>
        node instanceof Error ? reject(node) : resolve(new File([node as string], name)),
      createReader: () => {
        const left = node instanceof Error ? [] : entriesOf(node as Tree);
        return {
          readEntries: (resolve: (entries: FileSystemEntry[]) => void, reject: (error: Error) => void) =>
            node instanceof Error ? reject(node) : resolve(left.splice(0, 2)),
        };
      },
    } as unknown as FileSystemEntry;
  });
}

describe('filesFromEntries', () => {
  it('walks folders to the end and passes over hidden ones', async () => {
    const rings = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`${at}.png`, 'x']));
    const { files, problems, name } = await filesFromEntries(
      entriesOf({ set: { rings, dots: { near: { '1.png': 'x' } }, '.git': { config: 'x' } } }),
    );
    expect(problems).toEqual([]);
    expect(name).toBe('set');
    expect(files.map(({ path }) => path).sort()).toEqual(['set/dots/near/1.png', ...Object.keys(rings).map((file) => `set/rings/${file}`)]);
  });

  it('names what cannot be read and goes on', async () => {
    const { files, problems } = await filesFromEntries(
      entriesOf({ a: { '1.png': new Error('gone'), '2.png': 'x' }, b: new Error('denied'), c: { '3.png': 'x' } }),
    );
    expect(files.map(({ path }) => path)).toEqual(['a/2.png', 'c/3.png']);
    expect(problems.map(({ code, where }) => [code, where])).toEqual([
      ['entry-unreadable', 'b'],
      ['entry-unreadable', 'a/1.png'],
    ]);
  });

  it('stops at folders that are too deep', async () => {
    let tree: Tree = { 'deep.png': 'x' };
    for (let depth = 0; depth < 30; depth++) tree = { d: tree };
    const { files, problems } = await filesFromEntries(entriesOf({ ...tree, 'top.png': 'x' }));
    expect(files.map(({ path }) => path)).toEqual(['top.png']);
    expect(problems.map(({ code }) => code)).toEqual(['folder-too-deep']);
  });
});

describe('filesFromInput', () => {
  it('keeps the folder of a chosen folder and names the set', () => {
    const file = Object.assign(new File(['x'], '1.png'), { webkitRelativePath: 'my set/rings/1.png' });
    expect(filesFromInput([file])).toMatchObject({ name: 'my set', files: [{ path: 'my set/rings/1.png' }] });
    expect(filesFromInput([new File(['x'], 'set.zip')]).name).toBe('set');
    expect(filesFromInput([new File(['x'], 'a.png'), new File(['x'], 'b.png')]).name).toBe('dropped files');
    expect(filesFromInput([])).toEqual({ files: [], problems: [], name: 'dropped files' });
  });
});
