/** @file Files added to what is there and then cancelled leave no records in the folder that stays. */
import { beforeEach, expect, test, vi } from 'vitest';
import { parsedSample } from '../../../test/parsed-sample.ts';
import type { ImportHandlers } from '../../worker/parse-client.ts';
import type { ParseRequest } from '../../worker/parse-protocol.ts';
import { cancelImport, replaceFiles, takeCollected } from './data-import.ts';
import { dataStore } from './data-store.ts';

/** Files in the folder; every import writes one. */
const stored = new Set<string>();
let isHanging = false;

vi.mock('../../worker/parse-client.ts', () => ({
  importFiles: ({ files, form }: ParseRequest, handlers: ImportHandlers, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const file = `records-${stored.size}.bin`;
      stored.add(file);
      handlers.onSamples(files.map(({ path }, index) => ({ ...parsedSample(path, form, path.length), place: { file, index } })));
      if (isHanging) signal.addEventListener('abort', () => reject(signal.reason));
      else resolve();
    }),
}));
vi.mock('../../worker/record-folders-client.ts', () => ({
  newDataFolder: async () => ({ name: 'set', release: async () => undefined }),
  sweepDataFolders: async () => 0,
  deleteRecordFiles: async (_: string, isLoose: (file: string) => boolean) => {
    for (const file of [...stored]) if (isLoose(file)) stored.delete(file);
  },
}));

const files = (name: string) => ['a', 'b'].flatMap((one) => [1, 2].map((at) => ({ path: `${one}/${name}${at}.png`, file: new Blob() })));
const own = { kind: 'own' } as const;

beforeEach(() => {
  isHanging = false;
});

test('a cancelled addition is deleted, a complete one stays', async () => {
  await replaceFiles(files('x'), 'set', own);
  expect([dataStore.getState().phase, ...stored]).toEqual(['ready', 'records-0.bin']);
  await takeCollected({ files: files('more'), name: 'more', problems: [] }, 'add');
  expect([...stored]).toEqual(['records-0.bin', 'records-1.bin']);
  isHanging = true;
  const adding = takeCollected({ files: files('last'), name: 'last', problems: [] }, 'add');
  await vi.waitFor(() => expect(stored.size).toBe(3));
  cancelImport();
  await adding;
  expect([...stored]).toEqual(['records-0.bin', 'records-1.bin']);
});
