/** @file Folders laid out as well-known data sets are: which way to classes is taken, and whether the person is asked to look. */
import { expect, test } from 'vitest';
import { listDrop } from '../list-drop.ts';

type Files = readonly (string | readonly [path: string, text: string])[];

async function chosen(files: Files, modality: 'image' | 'audio' | 'video' = 'image') {
  const dropped = files.map((file) => {
    const [path, text] = typeof file === 'string' ? [file, 'x'] : file;
    return { path: `set/${path}`, file: new Blob([text]) };
  });
  const { labels, classNames } = await listDrop(dropped, { modality, onRejected: () => undefined });
  return { id: labels.chosen, isSure: labels.isSure, classNames };
}

const each = <Item>(items: readonly string[], count: number, make: (item: string, at: number) => Item): Item[] =>
  items.flatMap((item) => Array.from({ length: count }, (_, at) => make(item, at)));

test('a column that says train and test is no class', async () => {
  const rows = each(['red', 'blue'], 6, (cell, at) => `imgs/${cell}${at}.png,${at < 4 ? 'train' : 'test'},${cell}`);
  const files = each(['red', 'blue'], 6, (cell, at) => `imgs/${cell}${at}.png`);
  expect(await chosen([...files, ['table.csv', `image_path,split,cell_type\n${rows.join('\n')}`]])).toEqual({
    id: 'table:set/table.csv:cell_type',
    isSure: true,
    classNames: ['blue', 'red'],
  });
});

test('lists called train and val are labels', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `JPEGImages/${100 + at}.jpg`);
  const lines = names.map((name, at) => `${name} ${at % 2}`);
  const lists: Files = [
    ['train.txt', lines.slice(0, 8).join('\n')],
    ['val.txt', lines.slice(8).join('\n')],
  ];
  expect(await chosen([...names, ...lists])).toMatchObject({ id: 'tables:2', classNames: ['0', '1'] });
});

test('pictures and annotations are no classes where names say more', async () => {
  const kinds = ['Abyssinian', 'bulldog'];
  const files = [
    ...each(kinds, 4, (kind, at) => `images/${kind}_${at}.jpg`),
    ...each(kinds, 4, (kind, at) => `annotations/${kind}_${at}.png`),
  ];
  expect(await chosen(files)).toMatchObject({ classNames: kinds });
});

test('of a person and what is done, what is done; folders of persons are asked about', async () => {
  const people = ['person01', 'person02', 'person03'];
  const names = people.flatMap((person) => each(['boxing', 'walking'], 2, (act, at) => `${person}_${act}_d${at}.mp4`));
  expect(await chosen(names, 'video')).toMatchObject({ isSure: false, classNames: ['boxing', 'walking'] });
  const folders = people.flatMap((person) => ['boxing', 'walking', 'waving'].map((act) => `${person}/${act}.mp4`));
  expect(await chosen(folders, 'video')).toMatchObject({ id: 'folders', isSure: false });
  const actors = each(['Actor_01', 'Actor_02'], 8, (actor, at) => `${actor}/03-01-0${at % 4}-0${at % 2}-${actor.slice(-2)}.wav`);
  expect(await chosen(actors, 'audio')).toMatchObject({ id: 'folders', isSure: false });
  for (const name of ['', 'IMG_']) {
    const plain = each(['class 1', 'class 2'], 4, (kind, at) => `${kind}/${name}${at}.png`);
    expect(await chosen([...plain, ...each(['class 1', 'class 2'], 4, (kind, at) => `${kind}/DSC_${at}.png`)])).toMatchObject({
      id: 'folders',
      isSure: true,
    });
  }
});

test('data of other programs is named as what it is', async () => {
  const codes: string[] = [];
  const file = new Blob(['x']);
  const paths = ['a.h5', 'b.mat', 'c.pkl', 'd.tfrecord', 'e.bin'];
  const listing = listDrop(
    paths.map((path) => ({ path, file })),
    { modality: 'image', onRejected: ({ code }) => codes.push(code) },
  );
  await expect(listing).rejects.toMatchObject({ hint: expect.stringContaining('numpy.savez') });
  expect(codes).toEqual(paths.map(() => 'data-unsupported'));
});
