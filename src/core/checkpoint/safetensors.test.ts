/**
 * @file safetensors: what is written is read back byte for byte, and hostile files are refused with a word of their own.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/read-fixture.ts';
import type { HostParams } from '../tensor/params.ts';
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from './float16.ts';
import { LIMITS, readSafetensors, writeSafetensors } from './safetensors.ts';

const read = (buffer: ArrayBuffer) => readSafetensors(buffer, 'file');

function file(header: unknown, data: ArrayLike<number> = []): ArrayBuffer {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const out = new Uint8Array(8 + json.length + data.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  out.set(Array.from(data), 8 + json.length);
  return out.buffer;
}
const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({ dtype, shape, data_offsets: offsets });

test('round trips keep every name, shape and bit', () => {
  const tensors = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return fc.float32Array({ minLength: size, maxLength: size }).map((data) => ({ shape, data: data as Float32Array }));
    }),
    { maxKeys: 6 },
  );
  fc.assert(
    fc.property(tensors, (given) => {
      const back = read(writeSafetensors(given as HostParams, { format: 'pt' }));
      expect(Object.keys(back.tensors)).toEqual(Object.keys(given));
      expect(back.metadata.format).toBe('pt');
      for (const [name, { shape, data }] of Object.entries(given)) {
        expect(back.tensors[name]!.shape).toEqual(shape);
        expect(new Uint8Array(back.tensors[name]!.data.buffer)).toEqual(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
    }),
    { numRuns: 500 },
  );
});

test('reads what the Rust library wrote through PyTorch', async () => {
  const { tensors } = read(await readFixture('micro-base.safetensors'));
  expect(tensors['target.blocks.0.attn.qkv.weight']!.shape).toEqual([96, 32]);
});

test('half precision: every one of the 65,536 values survives, and rounding is to even', () => {
  const all = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((h) => (h & 0x7c00) !== 0x7c00 || (h & 0x3ff) === 0);
  expect(encodeFloat16(decodeFloat16(all))).toEqual(all);
  expect([...encodeFloat16(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 65520, 2 ** -25, 1e-10))]).toEqual([
    0x3c00, 0x3c02, 0x7c00, 0, 0,
  ]);
  expect([...decodeBfloat16(Uint16Array.of(0x3f80, 0xc000))]).toEqual([1, -2]);
});

describe('a hostile file', () => {
  test.each<[string, ArrayBuffer, string]>([
    ['empty', new ArrayBuffer(0), 'safetensors-short'],
    ['seven bytes', new ArrayBuffer(7), 'safetensors-short'],
    ['a web page', new TextEncoder().encode('<!doctype html><html>').buffer as ArrayBuffer, 'safetensors-html'],
    ['a git-lfs pointer', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1').buffer as ArrayBuffer, 'safetensors-lfs'],
    ['a PyTorch zip', Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9, 9, 9, 9).buffer, 'safetensors-pickle'],
    ['a pickle', Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 9, 9, 9, 9).buffer, 'safetensors-pickle'],
    ['a huge header', new BigUint64Array([BigInt(LIMITS.headerBytes) + 1n]).buffer as ArrayBuffer, 'safetensors-header'],
    ['a cut header', new BigUint64Array([100n]).buffer as ArrayBuffer, 'safetensors-cut'],
    ['no JSON', file('{"a":'), 'safetensors-header'],
    ['a list', file('[]'), 'safetensors-header'],
    ['a broken text', file('{"a\ud800": 1'), 'safetensors-header'],
    ['an entry that is no object', file({ a: 1 }), 'safetensors-header'],
    ['an unknown type', file({ a: entry([1], [0, 4], 'F3') }, [0, 0, 0, 0]), 'safetensors-dtype'],
    ['a type from the prototype', file({ a: entry([1], [0, 4], 'constructor') }, [0, 0, 0, 0]), 'safetensors-dtype'],
    ['a negative size', file({ a: entry([-1], [0, 4]) }, [0, 0, 0, 0]), 'safetensors-shape'],
    ['a fraction', file({ a: entry([1.5], [0, 6]) }, [0, 0, 0, 0, 0, 0]), 'safetensors-shape'],
    ['too many dimensions', file({ a: entry(Array(9).fill(1), [0, 4]) }, [0, 0, 0, 0]), 'safetensors-shape'],
    ['a size that overflows', file({ a: entry([2 ** 40, 2 ** 40], [0, 4]) }, [0, 0, 0, 0]), 'safetensors-size'],
    ['offsets backwards', file({ a: entry([1], [4, 0]) }, [0, 0, 0, 0]), 'safetensors-offsets'],
    ['a wrong size', file({ a: entry([2], [0, 4]) }, [0, 0, 0, 0]), 'safetensors-size'],
    ['a hole', file({ a: entry([1], [0, 4]), b: entry([1], [8, 12]) }, Array(12).fill(0)), 'safetensors-offsets'],
    ['an overlap', file({ a: entry([2], [0, 8]), b: entry([1], [4, 8]) }, Array(8).fill(0)), 'safetensors-offsets'],
    ['bytes at the end', file({ a: entry([1], [0, 4]) }, Array(5).fill(0)), 'safetensors-rest'],
    ['cut data', file({ a: entry([2], [0, 8]) }, Array(4).fill(0)), 'safetensors-cut'],
    [
      'the same name twice',
      file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
      'safetensors-duplicate',
    ],
    [
      '20,001 tensors',
      file(Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`t${i}`, entry([0], [0, 0])]))),
      'safetensors-many',
    ],
  ])('%s is refused', (_, buffer, code) => {
    expect(() => read(buffer)).toThrowError(expect.objectContaining({ code, hint: expect.any(String) }));
  });

  test('2,000 damaged files are refused or give tensors whose sizes are right', () => {
    const good = new Uint8Array(
      writeSafetensors({
        a: { shape: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) },
        b: { shape: [2], data: Float32Array.of(1, 2) },
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(good.length),
        (edits, cut) => {
          const bytes = good.slice(0, cut % 3 === 0 ? cut : good.length);
          for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
          try {
            for (const { shape, data } of Object.values(read(bytes.buffer as ArrayBuffer).tensors))
              expect(data.length).toBe(shape.reduce((x, y) => x * y, 1));
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: expect.stringMatching(/^safetensors-/) });
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
