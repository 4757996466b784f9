/** @file A drop of any kind to candidates with classes: containers inside archives, tables, what is of another modality, odd names. */
import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import type { Modality } from '../../config/run-config.ts';
import { type PlainProblem, PlaygroundError, type Problem } from '../errors.ts';
import { detectModality } from './detect-modality.ts';
import { type Bytes, join, u32be, zip } from './formats/test-fixtures.ts';
import { type Listing, type ListOptions, listDrop } from './list-drop.ts';

const x = join('x');
const dropped = (path: string, bytes: Bytes = x) => ({ path, file: new Blob([bytes]) });
const times = <Item>(count: number, make: (at: number) => Item) => Array.from({ length: count }, (_, at) => make(at));
const archive = (items: readonly [string, Bytes?][]) => zip(items.map(([name, bytes = x]) => ({ name, bytes })));

interface Listed extends Partial<Listing> {
  /** `cat 2, dog 2` */
  classes: string;
  codes: string[];
  failure?: PlaygroundError;
}

async function list(
  files: { path: string; file: Blob }[],
  modality: Modality = 'image',
  options: Partial<ListOptions> = {},
): Promise<Listed> {
  const rejected: Problem[] = [];
  try {
    const listing = await listDrop(files, { modality, onRejected: (problem) => rejected.push(problem), ...options });
    const classes = listing.classNames.map((name) => `${name} ${listing.candidates.filter(({ className }) => className === name).length}`);
    return { ...listing, classes: classes.join(', '), codes: rejected.map(({ code }) => code) };
  } catch (error) {
    if (error instanceof PlaygroundError) return { classes: '', codes: rejected.map(({ code }) => code), failure: error };
    throw error;
  }
}

const idx = (shape: number[], values: ArrayLike<number>) => join([0, 0, 8, shape.length], ...shape.map(u32be), values);
const digits = () => [
  ['train-images-idx3-ubyte', idx([6, 2, 2], new Uint8Array(24))] as const,
  ['train-labels-idx1-ubyte', idx([6], [0, 1, 0, 1, 0, 1])] as const,
];

describe('listDrop', () => {
  it.each<[string, Modality, () => { path: string; file: Blob }[] | Promise<{ path: string; file: Blob }[]>, string]>([
    ['folders', 'image', () => ['a/1.png', 'a/2.JPG', 'b/3.webp', 'b/4'].map((path) => dropped(path)), 'a 2, b 2'],
    ['parts of a split', 'audio', () => ['train/a/1.wav', 'test/a/2.wav', 'train/b/1.opus'].map((path) => dropped(path)), 'a 2, b 1'],
    ['IDX files', 'image', () => digits().map(([name, bytes]) => dropped(name, bytes)), '0 3, 1 3'],
    [
      'IDX files in a zip',
      'image',
      async () => [dropped('mnist.zip', await archive(digits().map(([name, bytes]) => [`raw/${name}`, bytes])))],
      '0 3, 1 3',
    ],
    [
      'a table in a tar',
      'audio',
      () => [
        dropped(
          'set.tar',
          new Uint8Array(
            createTar([
              ...times(4, (at) => ({ name: `clips/${at}.wav`, data: 'x' })),
              { name: 'labels.csv', data: `file,label\n${times(4, (at) => `${at}.wav,${at % 2 ? 'no' : 'yes'}`).join('\n')}` },
            ]) as Uint8Array<ArrayBuffer>,
          ),
        ),
      ],
      'no 2, yes 2',
    ],
    ['names', 'point', () => times(6, (at) => dropped(`${at % 2 ? 'cup' : 'chair'}_${at}.obj`)), 'chair 3, cup 3'],
    [
      'a Teachable Machine project',
      'image',
      async () => [
        dropped(
          'p.zip',
          await archive([
            ['metadata.json', join('{"labels":["Cat","Dog"]}')],
            ...times(4, (at): [string] => [`samples/${at % 2}_${at}.png`]),
          ]),
        ),
      ],
      'Cat 2, Dog 2',
    ],
    ['tables of points', 'point', () => times(8, (at) => dropped(`${at % 2 ? 'a' : 'b'}/${at}.csv`, join('1,2,3\n4,5,6\n'))), 'a 4, b 4'],
    [
      'points without their materials',
      'point',
      () => times(8, (at) => dropped(`${at % 2 ? 'a' : 'b'}/${at >> 1}.${at < 4 ? 'obj' : 'mtl'}`)),
      'a 2, b 2',
    ],
    [
      'folders of frames',
      'video',
      () => times(24, (at) => dropped(`${at % 2 ? 'run' : 'jump'}/clip${(at >> 1) % 3}/${10 + at}.jpg`)),
      'jump 3, run 3',
    ],
    ['animations among clips', 'video', () => ['a/1.gif', 'a/2.mp4', 'b/3.webm', 'b/4.webp'].map((path) => dropped(path)), 'a 2, b 2'],
  ])('takes %s', async (_, modality, files, classes) => {
    const { failure, classes: found } = await list(await files(), modality);
    expect([failure?.message, found]).toEqual([undefined, classes]);
  });

  it('names what the drop is, where the target takes something else', async () => {
    const sounds = times(4, (at) => dropped(`a/${at}.wav`));
    const found = await list([...sounds, dropped('a/LICENSE')]);
    expect(found.failure).toMatchObject({
      code: 'other-modality',
      modality: 'audio',
      message: 'These are 4 sounds, and the target takes pictures.',
    });
    expect(
      (
        await list(
          digits().map(([name, bytes]) => dropped(name, bytes)),
          'audio',
        )
      ).failure,
    ).toMatchObject({ modality: 'image' });
    expect((await list([dropped('a/1.png'), dropped('a/2.png')], 'video')).failure).toMatchObject({ modality: 'image' });
    expect((await list([dropped('a/clip.mov')], 'audio')).failure?.message).toBe('This is a clip, and the target takes sounds.');
  });

  it('counts what it passes over, and says which classes look alike', async () => {
    const { counts, notices } = await list(['Cat/1.png', 'cat/1.png', 'cat/1.mp3', 'cat/2.mp3'].map((path) => dropped(path)));
    expect(counts).toEqual({ image: 2, audio: 2, point: 0, video: 0 });
    expect(notices!.map(({ code }) => code)).toEqual(['other-modality-beside', 'class-names-alike']);
  });

  it('keeps other ways to label, and takes the one that is asked for', async () => {
    const files = times(12, (at) => dropped(`set/fold${at % 3}/${at % 2 ? 'yes' : 'no'}_${at}.wav`));
    const first = await list(files, 'audio');
    expect(first.labels).toMatchObject({ chosen: 'names:before-number', paths: { length: 12 } });
    const ids = first.labels!.options.map(({ id }) => id);
    expect(ids).toContain('folders');
    const second = await list(files, 'audio', { labeling: 'folders' });
    expect([second.labels!.chosen, second.classes]).toEqual(['folders', 'fold0 4, fold1 4, fold2 4']);
    expect([...second.labels!.options[0]!.labels]).toEqual(times(12, (at) => at % 3));
  });

  it('passes over hidden and system files, cleans names, and refuses the rest by name', async () => {
    const files = [
      'a/1.png',
      '__MACOSX/a/._1.png',
      'a/.DS_Store',
      'a/Thumbs.db',
      'a\u202egnp/2.png',
      'a/notes.docx',
      'a/more.7z',
      'a/x.tar.xz',
      'top.png',
    ];
    const { classes, codes } = await list(files.map((path) => dropped(path)));
    expect(classes).toBe('a 1, agnp 1');
    expect(codes).toEqual(['not-a-picture', 'archive-unsupported', 'archive-unsupported', 'no-class-folder']);
  });

  it('says why there is nothing', async () => {
    const codeOf = async (...files: { path: string; file: Blob }[]) => (await list(files)).failure?.code;
    expect(await codeOf()).toBe('drop-empty');
    expect(await codeOf(dropped('a/.hidden'))).toBe('drop-empty');
    expect(await codeOf(dropped('notes.docx'))).toBe('not-a-picture');
    expect(await codeOf(dropped('a.docx'), dropped('b.docx'))).toBe('no-samples');
    expect(await codeOf(dropped('a.zip', join('PK\x03\x04')))).toBe('zip-not-a-zip');
    expect(await codeOf(dropped('a.parquet'))).toBe('parquet-cut');
    const loose = await list([dropped('x.png'), dropped('y.png')]);
    expect([loose.candidates, loose.codes]).toEqual([[], ['no-class', 'no-class']]);
  });

  it('skips what is done, and announces archives before they are opened', async () => {
    const reading: string[] = [];
    const files = [dropped('a.zip', await archive([['a/1.png'], ['b/2.png']])), dropped('c/3.png')];
    const { candidates } = await list(files, 'image', { skip: new Set(['a.zip/a/1.png']), onReading: (path) => reading.push(path) });
    expect(candidates!.map(({ path }) => path).sort()).toEqual(['a.zip/b/2.png', 'c/3.png']);
    expect(reading).toEqual(['a.zip']);
  });
});

describe('what a person is told', () => {
  it('keeps code and hint of every rejection on its way to another thread', async () => {
    const rejected: Problem[] = [];
    const files = [
      ...times(6, (at) => dropped(`set/${at}.jpg`)),
      dropped('set/labels.csv', join(`file,label\n${times(6, (at) => `${at}.jpg,${at % 2}`).join('\n')}\n9.jpg,1\n`)),
      dropped('set/notes.csv', join('a,b\nx,y\nz,y\n')),
    ];
    await listDrop(files, { modality: 'image', onRejected: (problem) => rejected.push(structuredClone(problem)) });
    expect(rejected.map(({ code, where, hint }) => [code, where, hint !== ''])).toEqual([
      ['table-no-files', 'set/notes.csv', true],
      ['table-unmatched-rows', 'set/labels.csv', true],
    ]);
    const frames: Problem[] = [];
    const clips = ['a/x/1.png', 'a/x/2.png', 'b/y/1.png', 'b/y/2.png', 'b/z/1.png'].map((path) => dropped(path));
    await listDrop(clips, { modality: 'video', onRejected: (problem) => frames.push(structuredClone(problem)) });
    // @ts-expect-error: an Error would lose its code and hint
    const plain: PlainProblem = new PlaygroundError({ code: 'c', message: 'm', hint: 'h' });
    expect(structuredClone(plain)).not.toHaveProperty('code');
    expect(frames).toEqual([expect.objectContaining({ code: 'clip-one-frame', hint: expect.any(String) })]);
  });

  it('does not take parts of a split for classes, nor photos in them for clips', async () => {
    const parts = ['train', 'validation'].flatMap((part) => times(6, (at) => dropped(`${part}/${at}.jpg`)));
    const { candidates, codes, labels } = await list(parts);
    expect([candidates, labels!.chosen, codes.filter((code) => code !== 'no-class')]).toEqual([[], null, ['only-split-parts']]);
    const sets = [
      (part: string, at: number) => `${part}/${at}.jpg`,
      (part: string, at: number) => `${part}/${at % 3}/${at}.jpg`,
      (part: string, at: number) => `${part}/${at % 2 ? 'cat' : 'dog'}_${at}.jpg`,
    ];
    for (const path of sets) {
      const photos = ['train', 'validation'].flatMap((part) => times(12, (at) => dropped(path(part, at))));
      expect((await list(photos, 'video')).failure).toMatchObject({ code: 'other-modality', modality: 'image' });
    }
  });

  it('offers clips where a table gives classes to folders of frames, and takes its classes then', async () => {
    const frames = times(6, (clip) => times(12, (at) => dropped(`jester/${34_870 + clip}/${String(at + 1).padStart(5, '0')}.jpg`))).flat();
    const others = times(5000, (at) => `${at};Doing other things\n`).join('');
    const rows = times(6, (clip) => `${34_870 + clip};Swiping ${clip % 2 ? 'Left' : 'Right'}\n`).join('');
    const table = dropped('jester-train.csv', join(others + rows));
    const asPictures = await list([...frames, table]);
    expect(asPictures.notices).toMatchObject([{ code: 'table-names-clips', modality: 'video' }]);
    expect([asPictures.codes, asPictures.candidates!.length]).toEqual([[], 72]);
    expect((await list([...frames, table], 'video')).classes).toBe('Swiping Left 3, Swiping Right 3');
    // Folders of photos that are no frames.
    const photos = times(6, (of) => times(4, (at) => dropped(`set/dog${of}/${'abcdef'[of]}_${at ** 3}.jpg`))).flat();
    const kinds = dropped('set/kinds.csv', join(times(6, (of) => `dog${of},kind ${of % 2}\n`).join('')));
    expect(await list([...photos, kinds])).toMatchObject({ codes: ['table-no-files'], notices: [] });
  });

  it('passes over what only describes the data', async () => {
    const papers = ['README.md', 'LICENSE', 'README.txt', 'a/info.json', 'data.yaml', 'CITATION.cff'].map((path) => dropped(path));
    for (const modality of ['image', 'point'] as const) {
      const files = ['a/1', 'b/2', 'a/readme-icon'].map((path) => dropped(`${path}.${modality === 'image' ? 'png' : 'ply'}`));
      expect(await list([...files, ...papers], modality)).toMatchObject({ classes: 'a 2, b 1', codes: [] });
    }
  });

  it('says “was” of one', async () => {
    const { notices } = await list(['a/1.png', 'b/1.png', 'a/1.mp3'].map((path) => dropped(path)));
    expect(notices![0]!.message).toContain('1 sound, which was passed over');
  });
});

describe('detectModality', () => {
  it.each<[Modality | null, string[]]>([
    ['image', ['a/1.png', 'a/2.gif', 'a/cover.mp3']],
    ['audio', ['a/1.wav', 'a/2.opus', 'a/cover.png']],
    ['point', ['a/1.ply', 'b/2.stl', 'b/2.mtl']],
    ['video', ['a/1.mp4', 'a/2.webm']],
    ['image', ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz']],
    ['point', times(8, (at) => `a/${at}.txt`)],
    [null, ['set.zip']],
    [null, ['train.parquet', 'README.md']],
    [null, []],
    ['image', ['__MACOSX/a.wav', 'a/1.jpg']],
    ['point', times(6, (at) => `chair/${at >> 1}/${at % 2 ? 'texture.png' : 'model.obj'}`)],
    ['point', times(4, (at) => `chair/${at}`).flatMap((of) => [`${of}/a.obj`, `${of}/a.mtl`, `${of}/images/0.jpg`, `${of}/images/1.jpg`])],
    ['image', ['rooms/a.obj', 'rooms/a.mtl', ...times(4, (at) => `rooms/${at}.mtl`), ...times(9, (at) => `cats/${at}.jpg`)]],
    ['video', times(6, (at) => `a/${at >> 1}.${at % 2 ? 'jpg' : 'mp4'}`)],
    ['audio', times(6, (at) => `a/${at >> 1}.${at % 2 ? 'jpg' : 'ogg'}`)],
  ])('%s', (modality, paths) => {
    expect(detectModality(paths).modality).toBe(modality);
  });
});
