/** @file What the page does with addresses: other data takes the place of a download, what came is kept, secrets stay here. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { AddressFiles, AddressPreview, AddressProgress } from '../../worker/address-protocol.ts';
import { addressStore, askAddress, cancelAddress, downloadAsked, forgetAddress } from './address-store.ts';
import { beginImport, cancelImport, replaceFiles } from './data-import.ts';

const FILE = 'https://data.example/pets.zip';
const result: AddressFiles = { name: 'pets', files: [{ path: 'pets.zip', file: new Blob(['PK']) }], problems: [] };
const preview: AddressPreview = { kind: 'file', host: 'data.example', name: 'pets.zip', bytes: 2000 };

const worker = vi.hoisted(() => ({
  /** Answers of the download that waits. */
  progress: (_: AddressProgress) => {},
  finish: (_: AddressFiles) => {},
  fail: (_: unknown) => {},
  asked: [] as string[],
  lookUp: (): Promise<AddressPreview> => Promise.reject(new Error('not asked for')),
}));
vi.mock('../../worker/address-client.ts', () => ({
  createAddressClient: () => ({
    lookUp: (text: string) => {
      worker.asked.push(`lookUp ${text}`);
      return worker.lookUp();
    },
    download: (text: string, onProgress: typeof worker.progress, signal: AbortSignal) =>
      new Promise<AddressFiles>((resolve, reject) => {
        worker.asked.push(`download ${text}`);
        Object.assign(worker, { progress: onProgress, finish: resolve, fail: reject });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    end: () => {},
  }),
}));
const imports = vi.hoisted(() => ({ running: null as AbortController | null }));
vi.mock('./data-import.ts', () => ({
  beginImport: vi.fn(() => {
    imports.running?.abort();
    imports.running = new AbortController();
    return imports.running;
  }),
  cancelImport: vi.fn(() => imports.running?.abort()),
  replaceFiles: vi.fn(() => Promise.resolve(true)),
}));

const state = () => addressStore.getState();

beforeEach(() => {
  forgetAddress();
  worker.asked.length = 0;
  vi.clearAllMocks();
});

test('a file is downloaded at once and goes the way of a drop', async () => {
  const done = askAddress(FILE, 'field');
  expect([state().phase, worker.asked]).toEqual(['loading', [`download ${FILE}`]]);
  worker.progress({ loaded: 500, total: 2000 });
  expect(state().progress).toMatchObject({ loaded: 500, total: 2000 });
  worker.finish(result);
  await done;
  expect(replaceFiles).toHaveBeenCalledWith(result.files, 'pets', { kind: 'address', url: FILE }, []);
  expect(state()).toMatchObject({ phase: 'idle', kept: 0, problem: null });
});

test('a signed address is not put into links', async () => {
  const done = askAddress(`${FILE}?X-Amz-Signature=abc`, 'field');
  worker.finish(result);
  await done;
  expect(vi.mocked(replaceFiles).mock.calls[0]?.[2]).toEqual({ kind: 'own' });
});

test('a link looks first, then downloads', async () => {
  worker.lookUp = () => Promise.resolve(preview);
  await askAddress(FILE, 'link');
  expect(state()).toMatchObject({ phase: 'found', place: 'link', preview });
  expect([worker.asked, vi.mocked(beginImport).mock.calls.length]).toEqual([[`lookUp ${FILE}`], 0]);
  const done = downloadAsked();
  worker.finish(result);
  await done;
  expect(replaceFiles).toHaveBeenCalledOnce();
});

test('cancel keeps what came for the same address, and no import goes on', async () => {
  const done = askAddress(FILE, 'field');
  worker.progress({ loaded: 500, total: 2000 });
  cancelAddress();
  await done;
  expect(state()).toMatchObject({ phase: 'idle', kept: 500, problem: null });
  expect(cancelImport).toHaveBeenCalled();
  const again = askAddress(FILE, 'field');
  expect(state().progress?.loaded).toBe(500);
  cancelAddress();
  await again;
  void askAddress('https://data.example/other.zip', 'field');
  expect(state().progress?.loaded).toBe(0);
});

test('other data takes the place of a download', async () => {
  const done = askAddress(FILE, 'field');
  beginImport();
  await done;
  expect(state()).toMatchObject({ phase: 'idle', problem: null });
  // The other import is not ended by it.
  expect([imports.running?.signal.aborted, vi.mocked(replaceFiles).mock.calls.length]).toEqual([false, 0]);
});

test('a failure is said and ends the import; nonsense while loading is said too', async () => {
  const done = askAddress(FILE, 'field');
  worker.fail(Object.assign(new Error('gone'), { code: 'x', hint: 'h' }));
  await done;
  expect(state()).toMatchObject({ phase: 'idle', problem: { message: 'gone' } });
  expect(imports.running?.signal.aborted).toBe(true);
  const loading = askAddress(FILE, 'field');
  await askAddress('nonsense', 'field');
  await loading;
  expect(state()).toMatchObject({ phase: 'idle', problem: { code: 'address-form' } });
  expect(imports.running?.signal.aborted).toBe(true);
});

test('the answer to an older question is not shown', async () => {
  let answer = (_: AddressPreview) => {};
  worker.lookUp = () => new Promise((resolve) => (answer = resolve));
  const first = askAddress('datasets/a/b', 'field');
  const answerFirst = answer;
  const second = askAddress('datasets/c/d', 'field');
  answerFirst(preview);
  await first;
  expect(state()).toMatchObject({ phase: 'looking', preview: null });
  answer({ ...preview, name: 'second' });
  await second;
  expect(state()).toMatchObject({ phase: 'found', preview: { name: 'second' } });
});
