/** @file Classes from names, tables, projects and folders: what is taken, what is offered, what is said about the rest. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../formats/zip-archive.ts';
import { mutants, tally } from '../test-mutants.ts';
import { expectOwnWords, refusalOf } from '../test-refusals.ts';
import { chooseLabels } from './choose-labels.ts';
import { readLabelFiles } from './label-files.ts';
import { readLabelTable, TABLE_LIMITS } from './label-table.ts';
import { nameLabelings } from './name-labels.ts';
import { pathFinder } from './path-matches.ts';
import { projectLabeling } from './project-labels.ts';
import { tableLabelings } from './table-labels.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const table = (text: string, path = 'set/labels.csv') => readLabelTable(bytesOf(text), path);
const counts = (labeling: { classes: { name: string; count: number }[] } | undefined) =>
  labeling && Object.fromEntries(labeling.classes.map(({ name, count }) => [name, count]));
const times = <Item>(count: number, name: (at: number) => Item) => Array.from({ length: count }, (_, at) => name(at));

describe('nameLabelings', () => {
  it.each<[string, string[], string, Record<string, number>]>([
    ['label_12', [...times(5, (at) => `a/cat_${at}.png`), ...times(4, (at) => `dog_${at}.png`)], 'names:before-number', { cat: 5, dog: 4 }],
    [
      'label-007',
      [...times(3, (at) => `cat-00${at}.png`), ...times(3, (at) => `red dog-00${at}.png`)],
      'names:before-number',
      { cat: 3, 'red dog': 3 },
    ],
    [
      'label (3)',
      [...times(3, (at) => `cat (${at}).png`), ...times(3, (at) => `dog (${at}).png`)],
      'names:before-number',
      { cat: 3, dog: 3 },
    ],
    ['label12', [...times(3, (at) => `cat${at}.png`), ...times(3, (at) => `dog${at}.png`)], 'names:before-number', { cat: 3, dog: 3 }],
    [
      'label_rest with a number at its end',
      ['cat_front_0.jpg', 'cat_front_1.jpg', 'cat_side_0.jpg', 'cat_side_1.jpg', 'dog_front_0.jpg', 'dog_front_1.jpg'],
      'names:first_',
      { cat: 4, dog: 2 },
    ],
    ['label.12', [...times(3, (at) => `cat.${at}.jpg`), ...times(3, (at) => `dog.${at}.jpg`)], 'names:before-number', { cat: 3, dog: 3 }],
    [
      'Teachable Machine',
      [...times(3, (at) => `Class 1-!-${at}.jpg`), ...times(2, (at) => `Class 2-!-${at}.jpg`)],
      'names:teachable',
      { 'Class 1': 3, 'Class 2': 2 },
    ],
    [
      'part_label_12',
      times(12, (at) => `${at % 3 ? 'train' : 'test'}_${at % 2 ? 'cat' : 'dog'}_${at}.png`),
      'names:field_2',
      { cat: 6, dog: 6 },
    ],
    ['label_rest', ['cat_a.png', 'cat_bb.png', 'dog_c.png', 'dog_dd.png'], 'names:first_', { cat: 2, dog: 2 }],
    ['rest-label', ['1a-cat.wav', '2b-cat.wav', '3c-dog.wav', '4d-dog.wav'], 'names:last-', { cat: 2, dog: 2 }],
    ['speaker_word_take', times(8, (at) => `${at}x_${at % 2 ? 'yes' : 'no'}_${at}.wav`), 'names:field_2', { no: 4, yes: 4 }],
  ])('%s', (_, paths, id, expected) => {
    const [first] = nameLabelings(paths);
    expect([first?.id, counts(first)]).toEqual([id, expected]);
  });

  it.each<[string, string[], string, boolean]>([
    [
      'speakers or words',
      ['anna', 'ben'].flatMap((who) => ['ja', 'nein'].flatMap((word) => times(3, (at) => `${who}-${word}-${at}.wav`))),
      'anna ben',
      false,
    ],
    [
      'spoken digits',
      times(10, (digit) => ['jackson', 'theo', 'lucas'].flatMap((who) => times(3, (at) => `${digit}_${who}_${at}.wav`))).flat(),
      '0 1 2 3 4 5 6 7 8 9',
      false,
    ],
    [
      'people counted from 1',
      [1, 2, 3].flatMap((who) => ['run', 'jump'].flatMap((act) => times(3, (at) => `${who}_${act}_${at}.mp4`))),
      'jump run',
      false,
    ],
    [
      'folds with takes of their own',
      times(10, (fold) => ['cat', 'dog'].flatMap((of, kind) => times(3, (at) => `${fold}_${of}_${6 * fold + 3 * kind + at}.wav`))).flat(),
      'cat dog',
      false,
    ],
    ['one way', times(8, (at) => `${at % 2 ? 'cat' : 'dog'}_${at}.png`), 'cat dog', true],
    ['cameras', times(8, (at) => `${at % 2 ? 'IMG' : 'DSC'}_${at}.jpg`), 'DSC IMG', false],
  ])('is sure only where words agree: %s', (_, paths, classes, sure) => {
    const { chosen, isSure } = chooseLabels({ paths });
    expect([chosen?.classes.map(({ name }) => name).join(' '), isSure]).toEqual([classes, sure]);
  });

  it('wants 95 % of the files, 2 to 200 classes, 2 files each', () => {
    const paths = [...times(38, (at) => `${at % 2 ? 'cat' : 'dog'}_${at}.png`), 'fish_1.png', 'noclass.png'];
    const [first] = nameLabelings(paths);
    expect([counts(first), first!.unmatched]).toEqual([{ cat: 19, dog: 19 }, ['fish_1.png', 'noclass.png']]);
    expect(nameLabelings([...paths, 'other.png'])).toEqual([]);
    expect(nameLabelings(times(40, (at) => `cat_${at}.png`))).toEqual([]);
    expect(
      nameLabelings(times(402, (at) => `n${'abcdefghijklmnopqrst'[at % 20]}${'abcdefghijklmnopqrst'[Math.floor(at / 20)]}_${at}.png`)),
    ).toEqual([]);
    expect(nameLabelings(times(50, (at) => `IMG${at}.png`))).toEqual([]);
    expect(nameLabelings([])).toEqual([]);
  });

  it('leaves names like those of ESC-10 to the user', () => {
    const paths = times(60, (at) => `${1 + (at % 5)}-${1000 + at}-${'AB'[at % 2]}-${10 * (at % 6)}.ogg`);
    const { chosen, labelings, isSure, reason } = chooseLabels({ paths });
    expect([chosen?.classes.length, isSure]).toEqual([5, false]);
    expect(labelings.map(({ id, classes }) => `${id} ${classes.length}`)).toEqual(['names:first- 5', 'names:last- 6', 'names:field-3 2']);
    expect(reason).toBe('5 classes from the file name before the first “-”. Other parts could be the class as well: please choose.');
  });
});

describe('pathFinder', () => {
  it('finds by the end of the path, with or without suffix, in any case, near the table first', () => {
    const find = pathFinder(['set.zip/a/1.PNG', 'set.zip/b/1.png', 'set.zip/b/two.wav', 'x/y/1.png'], 'set.zip/b/');
    expect(['two', 'TWO.WAV', './two.wav', 'b\\two.wav', 'set.zip/b/two.wav'].map(find)).toEqual(Array(5).fill('set.zip/b/two.wav'));
    expect(['1.png', 'a/1', 'y/1.png', '', 'three', 'wo.wav', '../b/two.wav'].map((name) => find(name))).toEqual([
      'set.zip/b/1.png',
      'set.zip/a/1.PNG',
      'x/y/1.png',
      ...Array(4).fill(undefined),
    ]);
    expect(pathFinder(['a/1.png', 'b/1.png'], '')('1.png')).toBeUndefined();
  });

  it('finds what starts further out than the drop, and numbers without zeros, where a table needs it', () => {
    const paths = ['images/0.jpg', 'images/1.jpg', 'images/00007.jpg', 'images/sub/1.jpg', 'test/9.jpg'];
    const names = [
      '/home/anna/proj/images/0.jpg',
      '../input/images/0.jpg',
      'C:\\set\\images\\1.jpg',
      '7',
      'pics/sub/1.jpg',
      'pics/1.jpg',
      'train/9.jpg',
    ];
    const find = pathFinder(paths, '', { isLoose: true });
    expect(names.map((name) => find(name))).toEqual([
      'images/0.jpg',
      'images/0.jpg',
      'images/1.jpg',
      'images/00007.jpg',
      'images/sub/1.jpg',
      undefined,
      undefined,
    ]);
    expect(find.fitsSeveral('pics/1.jpg')).toBe(true);
    expect(names.slice(0, 4).map((name) => pathFinder(paths, '')(name))).toEqual(Array(4).fill(undefined));
  });

  it('takes a name that fits several files for the one in the folder of the table, or of its name', () => {
    const paths = ['set/train/0.jpg', 'set/test/0.jpg', 'set/0.jpg'];
    expect(pathFinder(paths, 'set/', { tableName: 'train_labels' })('0.jpg')).toBe('set/0.jpg');
    expect(pathFinder(paths.slice(0, 2), 'set/', { tableName: 'train_labels' })('0.jpg')).toBe('set/train/0.jpg');
    expect(pathFinder(paths.slice(0, 2), 'set/test/')('0.jpg')).toBe('set/test/0.jpg');
    expect(pathFinder(paths.slice(0, 2), 'set/').fitsSeveral('0.jpg')).toBe(true);
  });

  it('takes 50,000 rows in a second', () => {
    const paths = times(50_000, (at) => `set/train/folder${at % 100}/${at}.png`);
    const start = process.cpuUsage();
    const find = pathFinder(paths, 'set/');
    expect(paths.every((path, at) => find(`folder${at % 100}/${at}`) === path)).toBe(true);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(3); // 1 s where nothing else runs
  });
});

describe('tableLabelings', () => {
  const paths = times(6, (at) => `set/clips/${at}.wav`);
  const rows = times(6, (at) => `${at}.wav,${at % 2 ? 'yes' : 'no'}`);

  it.each<[string, string]>([
    ['filename,label', `filename,label\n${rows.join('\n')}\n`],
    ['a header of other words', `Clip;Category\r\n${rows.join('\r\n').replaceAll(',', ';')}`],
    ['tabs and a BOM', `\ufefffile\tclass\n${rows.join('\n').replaceAll(',', '\t')}`],
    ['no header', rows.join('\n')],
    ['paths', `path,label\n${rows.map((row) => `clips/${row}`).join('\n')}`],
    ['no suffix, label first', `label,id\n${times(6, (at) => `${at % 2 ? 'yes' : 'no'},${at}`).join('\n')}`],
    ['quotes and blank lines', `filename,label\n\n${rows.map((row) => `"${row.replace(',', '","')}"`).join('\n\n')}`],
    ['more columns', `fold,filename,category,length\n${rows.map((row, at) => `${at % 3},${row},${at}.5`).join('\n')}`],
  ])('reads %s', (_, text) => {
    const { labelings } = tableLabelings(table(text), paths);
    expect(counts(labelings[0])).toEqual({ no: 3, yes: 3 });
    expect(labelings[0]!.classOf.get('set/clips/1.wav')).toBe('yes');
    expect(labelings[0]!.problems).toEqual([]);
  });

  it('reads UTF-16 and Windows letters', () => {
    const text = `file,label\n${rows.join('\n').replaceAll('yes', 'früh')}`;
    const wide = new Uint8Array([
      0xff,
      0xfe,
      ...Array.from(text, (letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]).flat(),
    ]);
    expect(counts(tableLabelings(readLabelTable(wide, 't.csv'), paths).labelings[0])).toEqual({ früh: 3, no: 3 });
    const narrow = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const [first] = tableLabelings(readLabelTable(narrow, 't.csv'), paths).labelings;
    expect([counts(first), first!.problems.map(({ code }) => code)]).toEqual([{ früh: 3, no: 3 }, ['table-letters']]);
  });

  it('reads one column a class, with a 1 in one of them, and is not sure of columns of 0 and 1 otherwise', () => {
    const hot = (last: string) =>
      `image,cat,dog,bird\n${times(6, (at) => `${at}.wav,${Number(at % 3 === 0)},${Number(at % 3 === 1)},${at === 5 ? last : Number(at % 3 === 2)}`).join('\n')}`;
    const read = tableLabelings(table(hot('1')), paths);
    expect([counts(read.labelings[0]), read.isSure]).toEqual([{ bird: 2, cat: 2, dog: 2 }, true]);
    expect(tableLabelings(table(hot('0')), paths).isSure).toBe(false);
    expect(chooseLabels({ paths, tables: [table(hot('0'))] }).isSure).toBe(false);
  });

  it('finds files by absolute paths and by numbers without zeros', () => {
    const far = times(6, (at) => `/home/anna/proj/clips/${at}.wav,${at % 2 ? 'yes' : 'no'}`).join('\n');
    expect(counts(tableLabelings(table(`file,label\n${far}`), paths).labelings[0])).toEqual({ no: 3, yes: 3 });
    const long = times(6, (at) => `set/clips/0000${at}.wav`);
    const short = times(6, (at) => `${at},${at % 2 ? 'yes' : 'no'}`).join('\n');
    expect(counts(tableLabelings(table(`id,label\n${short}`), long).labelings[0])).toEqual({ no: 3, yes: 3 });
  });

  it('says that names fit several files, and calls a column without a name by its number', () => {
    const twice = [...times(6, (at) => `a/${at}.wav`), ...times(6, (at) => `b/${at}.wav`)];
    const read = () => tableLabelings(table(`file,label\n${rows.join('\n')}`), twice);
    expect(read).toThrowError(
      expect.objectContaining({ code: 'table-several-files', message: expect.stringContaining('fit several files') }),
    );
    expect(tableLabelings(table(rows.join('\n')), paths).labelings[0]!.title).toBe('column 2 of set/labels.csv');
  });

  it('keeps code and hint of its remarks when they are cloned', () => {
    const [first] = tableLabelings(table(`file,label\n${rows.slice(0, 5).join('\n')}\n7.wav,yes\n1.wav,odd,extra`), paths).labelings;
    const remarks = structuredClone(first!.problems);
    expect(remarks.map(({ code, hint }) => [code, hint.length > 10])).toEqual([
      ['table-ragged', true],
      ['table-unmatched-rows', true],
    ]);
  });

  it('lists rows without a file, files without a row, and files with two labels', () => {
    const text = `file,label\n${rows.slice(0, 5).join('\n')}\n0.wav,other\n7.wav,yes\n3.wav,yes\n1.wav,odd,extra`;
    const [first] = tableLabelings(table(text), paths).labelings;
    expect(counts(first)).toEqual({ no: 2, yes: 2 });
    expect(first!.unmatched).toEqual(['set/clips/0.wav', 'set/clips/5.wav']);
    expect(first!.problems.map(({ code }) => code)).toEqual(['table-ragged', 'table-unmatched-rows', 'table-two-labels']);
    expect(first!.problems[1]!.message).toContain('7.wav');
  });

  const BAD: readonly [string, string | Uint8Array][] = [
    ['table-empty', ''],
    ['table-html', '<!doctype html><p>'],
    ['table-lfs-pointer', 'version https://git-lfs.github.com/spec/v1\n'],
    ['table-not-text', 'PK\x03\x04 a spreadsheet'],
    ['table-not-text', 'file,label\n0.wav,\0'],
    ['table-one-column', 'filename\n0.wav\n1.wav'],
    ['table-one-column', 'just some words'],
    ['table-no-rows', 'filename,label\n'],
    ['table-no-rows', 'filename,label\n\n \n'],
    ['table-quotes', 'filename,label\n"0.wav,no\n1.wav,yes'],
    ['table-columns', `${'a,'.repeat(10_001)}b\n${'a,'.repeat(10_001)}b`],
    ['table-too-many-rows', 'a,b\n'.repeat(TABLE_LIMITS.rows + 2)],
    ['table-field', `filename,label\n"${'x'.repeat(1_000_001)}",b`],
    ['table-too-large', new Uint8Array(50e6 + 1)],
    ['table-no-files', 'filename,label\nx.wav,a\ny.wav,b\nz.wav,b'],
    ['table-not-text', Uint8Array.of(0)],
    ['table-not-text', '\x89PNG\r\n\x1a\n and a picture'],
    ['table-not-text', '\x1f\x8b\x08 packed'],
    ['table-one-column', 'x'],
    ['table-one-column', '\ufeff'],
    ['table-one-column', ',,,,'],
    ['table-no-rows', 'a,b\nonly one field\nand one more'],
    ['table-no-files', Uint8Array.from([0xff, 0xfe, ...Array.from('a,b\nc,d\n', (letter) => [letter.charCodeAt(0), 0]).flat()])],
    ['table-no-labels', `filename,label\n${times(6, (at) => `${at}.wav,`).join('\n')}`],
    ['table-no-labels', `filename,label\n${times(6, (at) => `${at}.wav,${at}`).join('\n')}`],
    ['table-no-labels', `filename,label\n${times(6, (at) => `${at}.wav,same`).join('\n')}`],
    ['table-no-labels', `filename,seconds\n${times(6, (at) => `${at}.wav,${(at % 2) + 0.5}`).join('\n')}`],
  ];
  it.each(BAD)('refuses with %s', (code, content) => {
    const bytes = typeof content === 'string' ? bytesOf(content) : content;
    const hint = expect.any(String);
    expect(() => tableLabelings(readLabelTable(bytes, 't.csv'), paths)).toThrowError(expect.objectContaining({ code, hint }));
  });

  it('bad tables have words of their own', async () => {
    const read = (content: string | Uint8Array) => () =>
      tableLabelings(readLabelTable(typeof content === 'string' ? bytesOf(content) : content, 't.csv'), paths);
    const small = BAD.filter(([, content]) => content.length < 500_000);
    expectOwnWords(await Promise.all(small.map(([, content]) => refusalOf(read(content)))), 12);
  });

  it('reads or refuses 2,000 mutants, giving classes to files of the drop only', async () => {
    const original = bytesOf(`filename,fold,label\n${rows.map((row) => row.replace(',', ',1,')).join('\n')}\n"6.wav",2,"a, b"\n`);
    const { codes } = await tally(mutants(original, 2000, 2), (bytes) => {
      const { labelings } = tableLabelings(readLabelTable(bytes, 't.csv'), paths);
      for (const { classOf, classes, unmatched } of labelings) {
        expect(classOf.size + unmatched.length).toBe(paths.length);
        expect([...classOf.keys()].every((path) => paths.includes(path))).toBe(true);
        expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(classOf.size);
      }
    });
    expect(codes.get('passed')).toBeGreaterThan(0);
    expect(codes.size).toBeGreaterThan(4);
  });
});

describe('projectLabeling', () => {
  it.each<[string, unknown, string[]]>([
    ['numbered samples', { labels: ['Cat', 'Dog'] }, ['p.zip/samples/0_0.png', 'p.zip/samples/0_1.png', 'p.zip/samples/1_0.png']],
    [
      'listed samples',
      {
        classes: [
          { name: 'Cat', samples: ['a', { file: 'b' }] },
          { name: 'Dog', samples: ['c'] },
        ],
      },
      ['p.zip/a.png', 'p.zip/b.png', 'p.zip/c.png'],
    ],
    ['folders', { classes: [{ label: 'Cat' }, { label: 'Dog' }] }, ['p.zip/cat/1.png', 'p.zip/cat/2.png', 'p.zip/Dog/1.png']],
  ])('reads %s', (_, json, paths) => {
    expect(counts(projectLabeling('p.zip/metadata.json', JSON.stringify(json), paths))).toEqual({ Cat: 2, Dog: 1 });
  });

  it('passes over what is no project', () => {
    const paths = ['samples/0_0.png', 'samples/1_0.png'];
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"labels": 3}',
      '{"labels": ["a"]}',
      '{"labels": [1, 2]}',
      '{"classes": [{}, {}]}',
      '{"labels": ["__proto__", 5]}',
    ])
      expect(projectLabeling('metadata.json', text, paths), text).toBeUndefined();
  });
});

describe('chooseLabels', () => {
  const clips = times(8, (at) => `set/audio/fold${1 + (at % 2)}/${at}.wav`);
  const csv = `filename,fold,target,category\n${times(8, (at) => `${at}.wav,${1 + (at % 2)},${at % 4},${['dog', 'rain', 'cat', 'sea'][at % 4]}`).join('\n')}`;

  it('takes a table with a label column before folders that are folds, and offers its other columns', () => {
    const { chosen, labelings, isSure } = chooseLabels({ paths: clips, tables: [table(csv, 'set/meta/esc.csv')] });
    expect([chosen!.id, isSure]).toEqual(['table:set/meta/esc.csv:category', true]);
    expect(labelings.map(({ id }) => id)).toEqual([
      ...['category', 'target', 'fold'].map((name) => `table:set/meta/esc.csv:${name}`),
      'folders',
    ]);
  });

  it('never takes parts of a split for classes, and joins their tables', () => {
    const parts = ['train', 'test'];
    const paths = parts.flatMap((part) => times(18, (at) => `${part}/${at}.jpg`));
    const alone = chooseLabels({ paths });
    expect([alone.chosen, alone.problems.map(({ code }) => code)]).toEqual([undefined, ['only-split-parts']]);
    const tables = parts.map((part) =>
      table(`id,label\n${times(18, (at) => `${at}.jpg,${at % 2 ? 'cat' : 'dog'}`).join('\n')}`, `${part}.csv`),
    );
    const { chosen, problems } = chooseLabels({ paths, tables });
    expect([counts(chosen), problems]).toEqual([{ cat: 18, dog: 18 }, []]);
  });

  it('takes folders before names, and says of a useless table why', () => {
    const paths = [...times(3, (at) => `set/rings/a_${at}.png`), ...times(3, (at) => `set/dots/b_${at}.png`)];
    const { chosen, problems, reason } = chooseLabels({ paths, tables: [table('x,y\n1,2\n3,4')] });
    expect([chosen!.id, problems.map(({ code }) => code)]).toEqual(['folders', ['table-no-files']]);
    expect(reason).toBe('2 classes from sub-folders. There are 2 other ways.');
  });

  it('takes what the container says, and finds nothing where there is nothing', () => {
    const given = new Map(clips.map((path, at) => [path, String(at % 2)]));
    expect(chooseLabels({ paths: clips, given }).chosen!.kind).toBe('container');
    const nothing = chooseLabels({ paths: ['a/x.png', 'a/y.png'] });
    expect([nothing.chosen, nothing.labelings.length]).toEqual([undefined, 1]);
    expect(chooseLabels({ paths: [] }).labelings).toEqual([]);
  });

  it('names classes of single Teachable Machine downloads without their suffix', () => {
    const { chosen } = chooseLabels({ paths: ['Class 1-samples.zip/0.jpg', 'Class 1-samples.zip/1.jpg', 'Class 2-samples.zip/0.jpg'] });
    expect(counts(chosen)).toEqual({ 'Class 1': 2, 'Class 2': 1 });
  });
});

describe('readLabelFiles', () => {
  const file = (path: string, text = 'x') => ({ path, read: async () => bytesOf(text) });
  const run = async (...files: ReturnType<typeof file>[]) => {
    const codes: string[] = [];
    const { tables, projects, samples } = await readLabelFiles(files, ({ code }) => codes.push(code));
    return { tables: tables.map(({ path }) => path), projects: projects.map(({ path }) => path), samples: samples.length, codes };
  };
  const clips = times(6, (at) => file(`set/${at}.wav`));

  it('takes tables that name files and project files, and rejects other tables among pictures or sounds', async () => {
    const good = file('set/labels.csv', times(6, (at) => `${at}.wav,${at % 2}`).join('\n'));
    const found = await run(...clips, good, file('set/notes.csv', 'a,b\nx,y\nz,y\n'), file('metadata.json', '{}'));
    expect(found).toEqual({ tables: ['set/labels.csv'], projects: ['metadata.json'], samples: 6, codes: ['table-no-files'] });
  });

  it('reads lists with blanks, and says of other labels that they are not read', async () => {
    const list = file('set/labels.txt', times(6, (at) => `${at}.wav ${at % 2}`).join('\n'));
    expect(await run(...clips, list)).toEqual({ tables: ['set/labels.txt'], projects: [], samples: 6, codes: [] });
    const others = [file('set/class_names.txt', 'cat\ndog\n'), file('annotations.json', '{}')];
    expect(await run(...clips, ...others)).toMatchObject({ samples: 6, codes: ['labels-not-read', 'labels-not-read'] });
  });

  it('takes a table of points for a sample where the target takes points, whatever lies beside it', async () => {
    const clouds = times(5, (at) => file(`chairs/${at}.csv`, times(8, (row) => `${row},${row + 1},0`).join('\n')));
    const labels = file('labels.csv', `file,label\n${times(5, (at) => `${at}.csv,${at % 2}`).join('\n')}`);
    const files = [...times(4, (at) => file(`p/${at + 10}.png`)), ...clouds, labels];
    const codes: string[] = [];
    const { tables, samples } = await readLabelFiles(files, ({ code }) => codes.push(code), { isForPoints: true });
    expect([tables.map(({ path }) => path), samples.length, codes]).toEqual([['labels.csv'], 9, []]);
  });

  it('says of a table among clouds which columns it lacks, and of a list of labels what it names', async () => {
    const clouds = times(6, (at) => file(`cups/${at}.ply`));
    const codes: string[] = [];
    const files = [...clouds, file('cups/7.csv', 'Points:0,Points:1,Points:2\n1,2,3\n'), file('cups/8.csv', 'a,b,c\n1,2,3\n4,5,6\n')];
    const { samples } = await readLabelFiles(
      [...files, file('labels.csv', 'id,fold,label\n70,91,92\n71,91,92\n')],
      ({ code }) => codes.push(code),
      {
        isForPoints: true,
      },
    );
    expect([samples.map(({ path }) => path), codes]).toEqual([
      [...times(6, (at) => `cups/${at}.ply`), 'cups/7.csv'],
      ['table-axes', 'table-no-files'],
    ]);
  });

  it.each<[string, string, string]>([
    ['JSON lines', 'set/metadata.jsonl', times(6, (at) => JSON.stringify({ file_name: `${at}.wav`, label: `l${at % 2}` })).join('\n')],
    [
      'a list of objects whose labels differ',
      'labels/train.json',
      JSON.stringify(times(6, (at) => ({ id: `${at}`, label: `putting ${at} down`, template: `l${at % 2}`, placeholders: ['a', 'b'] }))),
    ],
    [
      'a list in an object',
      'set/info.json',
      JSON.stringify({ version: 1, data: times(6, (at) => ({ path: `set/${at}.wav`, class: [`l${at % 2}`] })) }),
    ],
    ['an object of names', 'set/metadata.json', JSON.stringify(Object.fromEntries(times(6, (at) => [`${at}.wav`, `l${at % 2}`])))],
  ])('reads labels in %s', async (_, path, text) => {
    const { tables, samples } = await readLabelFiles([...clips, file(path, text)], (problem) => expect(problem).toBeUndefined());
    const { chosen } = chooseLabels({ paths: samples.map((sample) => sample.path), tables });
    expect([counts(chosen), chosen?.unmatched]).toEqual([{ l0: 3, l1: 3 }, []]);
  });

  it('names lists of labels that cannot be used, and passes over all other JSON', async () => {
    const list = (path: string, ...items: unknown[]) => file(path, items.map((item) => JSON.stringify(item)).join('\n'));
    const found: string[] = [];
    const bad = [
      list('a.jsonl', { file_name: 'x.png', label: 'a' }, { file_name: 'y.png', label: 'a' }),
      file('b.jsonl', '{"file_name": "0.wav", "lab'),
      list('c.jsonl', { text: 'no file' }),
      list('train.json', [
        { id: '77', label: 'a' },
        { id: '78', label: 'a' },
      ]),
      list('labels.json', { a: '0', b: '1' }),
      list('instances_labels.json', { images: [{ id: 1, file_name: '0.wav' }], annotations: [{ image_id: 1, category_id: 2 }] }),
    ];
    const others = [
      list('package.json', { name: 'x', version: '1' }),
      file('half.json', '{'),
      list('shape.json', [
        [1, 2],
        [3, 4],
      ]),
    ];
    const { tables, samples } = await readLabelFiles([...clips, ...bad, ...others], ({ code, message, where }) => {
      expect([code, where === '' || message.includes(where!)]).toEqual(['labels-not-read', true]);
      found.push(where!);
    });
    expect([tables, found]).toEqual([[], bad.map(({ path }) => path)]);
    expect(samples).toHaveLength(6 + others.length);
  });

  it('finds the few files of a long table', async () => {
    for (const name of ['', 'v_']) {
      const long = file('all.csv', times(30_000, (at) => `${name}${at + 1000};l${at % 2}`).join('\n'));
      const few = times(6, (at) => file(`clips/${name}${25_000 + at}.wav`));
      const { tables } = await readLabelFiles([...few, long], (problem) => expect(problem).toBeUndefined());
      const { chosen } = chooseLabels({ paths: few.map(({ path }) => path), tables });
      expect([counts(chosen), chosen!.title]).toEqual([{ l0: 3, l1: 3 }, 'column 2 of all.csv']);
    }
  });

  it('leaves tables of points alone', async () => {
    const points = times(30, (at) => file(`chairs/${at}.csv`, '0.1,0.2,0.3\n0.4,0.5,0.6\n'));
    expect(await run(...points)).toEqual({ tables: [], projects: [], samples: 30, codes: [] });
    expect(await run(...points.slice(0, 5))).toEqual({ tables: [], projects: [], samples: 5, codes: [] });
  });
});

const data = process.env.REAL_DATA ?? '../shared/data';
describe.skipIf(!existsSync(data))('real folders', () => {
  it.each([
    ['audio/esc10.zip', 'folders', 10],
    ['audio/commands.zip', 'folders', 30],
    ['points/kaykit-objects.zip', 'folders', 25],
    ['images/sign-digits.zip', 'folders', 10],
  ])('%s', async (name, id, classes) => {
    const { entries } = await openArchive(new Blob([readFileSync(join(data, name))]), name.slice(name.indexOf('/') + 1));
    const paths = entries.map(({ path }) => path).filter((path) => !/\.(txt|md|csv|json)$/i.test(path));
    const choice = chooseLabels({ paths });
    expect([choice.chosen?.id, choice.chosen?.classes.length, choice.isSure]).toEqual([id, classes, true]);
    // The same files without their folders: only the names are left.
    const flat = chooseLabels({ paths: paths.map((path) => path.slice(path.lastIndexOf('/') + 1)) });
    console.info(name, flat.labelings.map((labeling) => `${labeling.id}: ${labeling.classes.length}`).join(', '));
  });
});
