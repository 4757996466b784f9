/** @file Import on the page: the target's size wins in the end, a link's question stays until it is answered. */
import { beforeEach, expect, test, vi } from 'vitest';
import { imageForm, parsedPicture } from '../../../test/parsed-sample.ts';
import type { ParseRequest } from '../../worker/parse-protocol.ts';
import { cancelImport, replaceFiles, rereadAs, takeCollected } from './data-import.ts';
import { loadAskedData } from './data-sources.ts';
import { dataStore } from './data-store.ts';

/** Ends the read in progress. */
let finish: () => void = () => {};
const sizes: number[] = [];
/** First byte of every picture, by its path. */
let values: Record<string, number> = {};

vi.mock('../../worker/parse-client.ts', () => ({
  importFiles: ({ files, form }: ParseRequest, handlers: { onSamples: (samples: unknown[]) => void }) =>
    new Promise<void>((resolve) => {
      const side = form.modality === 'image' ? form.size[0] : 0;
      sizes.push(side);
      finish = () => {
        handlers.onSamples(
          files.map(({ path }) => {
            return parsedPicture(path, new Uint8Array(side * side * 3).fill(values[path] ?? 0));
          }),
        );
        resolve();
      };
    }),
}));

const files = ['a', 'b'].flatMap((name) => [1, 2, 3, 4].map((at) => ({ path: `${name}/${at}.png`, file: new Blob() })));
const own = { kind: 'own' } as const;
const tick = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  sizes.length = 0;
  values = {};
  cancelImport();
});

test('a target chosen during an import gets its size when that has ended', async () => {
  const taken = replaceFiles(files, 'set', own);
  const fitted = rereadAs(imageForm(2, 2));
  finish();
  await tick();
  expect(sizes).toEqual([64, 2]);
  finish();
  await Promise.all([taken, fitted]);
  expect(dataStore.getState()).toMatchObject({ phase: 'ready', form: imageForm(2, 2), dataset: { form: imageForm(2, 2) } });
});

test('reading again that is cancelled is not begun again', async () => {
  const again = rereadAs(imageForm(3, 3));
  cancelImport();
  finish();
  await again;
  expect(sizes).toEqual([3]);
  expect(dataStore.getState()).toMatchObject({ phase: 'ready', form: imageForm(2, 2) });
});

test('a picture with the path of another is kept beside it, a copy is told', async () => {
  void rereadAs(imageForm(2, 2));
  values = { 'a/1.png': 7 };
  const added = takeCollected({ files: files.slice(0, 2), name: 'more', problems: [] }, 'add');
  finish();
  await added;
  const { samples, problems } = dataStore.getState();
  expect(samples.map(({ path }) => path)).toContain('a/1 (2).png');
  expect(samples).toHaveLength(9);
  expect(problems[0]?.code).toBe('picture-twice');
});

test('what a link asks for stays until other data is on the page', async () => {
  loadAskedData('https://data.example/a.zip');
  expect(dataStore.getState().asked).toBe('https://data.example/a.zip');
  const again = rereadAs(imageForm(4, 4));
  finish();
  await again;
  expect(dataStore.getState().asked).not.toBeNull();
  const taken = replaceFiles(files, 'set', own);
  finish();
  await taken;
  expect(dataStore.getState().asked).toBeNull();
});
