/** @file `.npy` files: what NumPy writes is read exactly; what is damaged or odd is refused with a reason. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from './npy.ts';

const folder = join(process.env.ODD_FILES ?? '../shared/data/odd', 'npy-generated');
const bytesOf = (path: string) => new Uint8Array(readFileSync(path)).buffer;

describe('npy', () => {
  it('writes what it reads', () => {
    const array = { shape: [2, 3], data: Float32Array.of(1, -2.5, 3e-8, 4, 5, 6e7) };
    expect(readNpy(writeNpy(array), 'a.npy')).toEqual(array);
    expect(readNpy(writeNpy({ shape: [0, 4], data: new Float32Array() }), 'a.npy').shape).toEqual([0, 4]);
  });

  it.each([
    ['npy-magic', new Uint8Array([0x80, 2, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['npy-magic', new Uint8Array()],
    ['npy-size', new Uint8Array(writeNpy({ shape: [4], data: new Float32Array(4) })).slice(0, -1)],
    ['npy-cut', new Uint8Array(writeNpy({ shape: [4], data: new Float32Array(4) })).slice(0, 40)],
    ['npy-integer', new Uint8Array(dump(BigInt64Array.of(2n ** 60n), [1]))],
  ])('refuses with %s', (code, bytes) => {
    expect(() => readNpy(bytes.buffer as ArrayBuffer, 'a.npy')).toThrowError(expect.objectContaining({ code, hint: expect.any(String) }));
  });

  it.skipIf(!existsSync(folder))('judges odd files as expected', () => {
    const expected: Record<string, string> = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
    const names = readdirSync(folder).filter((name) => name.endsWith('.npy') && expected[name]);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      if (name === 'trailing_bytes.npy') continue; // either verdict is allowed; bytes that nothing describes are refused here
      const read = () => readNpy(bytesOf(join(folder, name)), name);
      if (expected[name]!.startsWith('accept')) expect(read, name).not.toThrow();
      else expect(read, name).toThrowError(expect.objectContaining({ code: expect.stringMatching(/^npy-/) }));
    }
    const row = readNpy(bytesOf(join(folder, 'c_order_f32.npy')), 'c');
    for (const same of ['fortran_order_f32.npy', 'big_endian_f32.npy']) expect(readNpy(bytesOf(join(folder, same)), same)).toEqual(row);
  });
});
