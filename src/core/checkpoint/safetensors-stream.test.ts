/**
 * @file Opening and writing part by part: the same numbers as in one piece, faults of the source named, no second copy.
 */
import { expect, test } from 'vitest';
import { readFixture } from '../../../test/read-fixture.ts';
import { bufferSource } from './byte-source.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { openSafetensors } from './safetensors-stream.ts';
import { safetensorsParts } from './safetensors-write.ts';

const tensors = {
  a: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  b: { shape: [0], data: new Float32Array(0) },
  c: { shape: [3], data: Float32Array.of(5, 6, 7) },
};

test('a file that PyTorch wrote gives the same tensors opened as read whole', async () => {
  const file = await readFixture('micro-base.safetensors');
  const whole = readSafetensors(file, 'f').tensors;
  const opened = await openSafetensors(bufferSource(file, 'f'));
  expect([...opened.entries.keys()]).toEqual(Object.keys(whole));
  for (const name of opened.entries.keys()) expect(await opened.read(name)).toEqual(whole[name]);
});

test('parts joined are the file, F32 parts share the tensors’ memory', () => {
  for (const dtype of ['F32', 'F16'] as const) {
    const { bytes, parts } = safetensorsParts(tensors, { license: 'MIT' }, dtype);
    const all = [...parts()];
    expect(all.reduce((sum, part) => sum + part.length, 0)).toBe(bytes);
    expect(all[0]!.length % 8).toBe(0);
    expect(new Uint8Array(all.flatMap((part) => [...part]))).toEqual(new Uint8Array(writeSafetensors(tensors, { license: 'MIT' }, dtype)));
    expect(all[1]!.buffer === tensors.a.data.buffer).toBe(dtype === 'F32');
  }
});

test('an unknown name, a source that gives less, and a file that is shorter than it says are named', async () => {
  const file = writeSafetensors(tensors);
  const opened = await openSafetensors(bufferSource(file, 'f'));
  await expect(opened.read('x')).rejects.toThrowError(/no tensor “x”/);
  const source = bufferSource(file, 'f');
  const short = await openSafetensors({ ...source, read: (begin, end) => source.read(begin, begin > 8 ? end - 1 : end) });
  await expect(short.read('a')).rejects.toThrowError(/gave 15 bytes of “a” where 16 were asked for/);
  await expect(openSafetensors({ ...source, size: file.byteLength + 1 })).rejects.toThrowError(/describes 28 bytes of data and holds 29/);
});

test('a tensor that cannot be written is refused by name', () => {
  const bad = { a: { shape: [3], data: Float32Array.of(1) } };
  expect(() => safetensorsParts(bad)).toThrowError(/“a” 1 values/);
  expect(() => safetensorsParts({ __metadata__: tensors.a })).toThrowError(/__metadata__/);
});
