/** @file Opened encoders: opened once while they are kept, the oldest use goes first, failures are not remembered. */
import { expect, test } from 'vitest';
import type { LoadedEncoder } from '../core/checkpoint/load-encoder.ts';
import { createEncoderStorage } from './encoder-storage.ts';

function opener() {
  const opened: string[] = [];
  const open =
    (name: string, values = 100) =>
    async () => {
      opened.push(name);
      return { params: { w: { shape: [values], data: new Float32Array(values) } }, head: null } as unknown as LoadedEncoder;
    };
  return { opened, open };
}

test('what is kept is opened once, also by two at a time', async () => {
  const { opened, open } = opener();
  const storage = createEncoderStorage(1000);
  const both = await Promise.all([storage.get('a', open('a')), storage.get('a', open('a'))]);
  expect(await storage.get('a', open('a'))).toBe(both[0]);
  expect(opened).toEqual(['a']);
});

test('past the bound the one that was not used longest goes', async () => {
  const { opened, open } = opener();
  const storage = createEncoderStorage(1000); // two of 400 bytes
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await storage.get(name, open(name));
  expect(opened).toEqual(['a', 'b', 'c', 'b']);
});

test('one that is larger than the bound stays until the next', async () => {
  const { opened, open } = opener();
  const storage = createEncoderStorage(1000);
  for (const name of ['big', 'big', 'a', 'big']) await storage.get(name, open(name, name === 'big' ? 1000 : 10));
  expect(opened).toEqual(['big', 'a', 'big']);
});

test('a failure is tried again', async () => {
  const storage = createEncoderStorage();
  await expect(storage.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const { open } = opener();
  await expect(storage.get('a', open('a'))).resolves.toBeDefined();
});
