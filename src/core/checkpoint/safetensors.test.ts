/**
 * @file safetensors: what is written is read back byte for byte, every type is read as other code reads it, and damage never
 * gives a tensor of a wrong size. Named hostile files are in `safetensors-hostile.test.ts`.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entry, rawFile } from '../../../test/fixtures/safetensors/raw-file.ts';
import { readFixture } from '../../../test/read-fixture.ts';
import type { HostParams } from '../tensor/params.ts';
import { DTYPE_BYTES, type Dtype } from './dtypes.ts';
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from './float16.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const read = (buffer: ArrayBuffer) => readSafetensors(buffer, 'file');

const names = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((name) => name !== '__metadata__');
const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const sizeOf = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);

test('1,000 written files keep every name, order, shape and bit', () => {
  const tensor = shapes.chain((shape) => {
    const size = sizeOf(shape);
    return fc.float32Array({ minLength: size, maxLength: size }).map((data) => ({ shape, data: data as Float32Array }));
  });
  const files = fc.uniqueArray(fc.tuple(names, tensor), { maxLength: 6, selector: ([name]) => name });
  fc.assert(
    fc.property(files, (given) => {
      const record: HostParams = Object.create(null);
      for (const [name, value] of given) record[name] = value;
      const buffer = writeSafetensors(record, { format: 'pt' });
      const back = read(buffer);
      expect(new DataView(buffer).getUint8(0) % 8).toBe(0);
      expect(Object.keys(back.tensors)).toEqual(Object.keys(record));
      expect(back.metadata.format).toBe('pt');
      for (const [name, { shape, data }] of given) {
        expect(back.tensors[name]!.shape).toEqual(shape);
        expect(new Uint8Array(back.tensors[name]!.data.buffer)).toEqual(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
    }),
    { numRuns: 1000 },
  );
});

/** How a DataView reads each type: an oracle with other code than the reader's. */
const VIEWS: Record<Exclude<Dtype, 'F16' | 'BF16'>, (view: DataView, at: number) => number> = {
  F64: (view, at) => Math.fround(view.getFloat64(at, true)),
  F32: (view, at) => view.getFloat32(at, true),
  I64: (view, at) => Math.fround(Number(view.getBigInt64(at, true))),
  I32: (view, at) => Math.fround(view.getInt32(at, true)),
  I16: (view, at) => view.getInt16(at, true),
  I8: (view, at) => view.getInt8(at),
  U64: (view, at) => Math.fround(Number(view.getBigUint64(at, true))),
  U32: (view, at) => Math.fround(view.getUint32(at, true)),
  U16: (view, at) => view.getUint16(at, true),
  U8: (view, at) => view.getUint8(at),
  BOOL: (view, at) => Number(view.getUint8(at) !== 0),
};

test('1,000 files of all types at all alignments read as a DataView reads them', () => {
  const types = Object.keys(VIEWS) as (keyof typeof VIEWS)[];
  const tensor = fc.tuple(fc.constantFrom(...types), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })).chain(([dtype, shape]) => {
    const bytes = sizeOf(shape) * DTYPE_BYTES[dtype];
    // 64-bit integers keep to 48 bits here; beyond 2^53 they are refused, which another test sees to.
    return fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => {
      if (dtype === 'I64' || dtype === 'U64') for (let i = 0; i < raw.length; i++) if (i % 8 > 5) raw[i] = 0;
      return { dtype, shape, raw };
    });
  });
  fc.assert(
    fc.property(fc.array(tensor, { minLength: 1, maxLength: 5 }), (given) => {
      const header: Record<string, unknown> = {};
      const data: number[] = [];
      for (const [index, { dtype, shape, raw }] of given.entries()) {
        header[`t${index}`] = entry(shape, [data.length, data.length + raw.length], dtype);
        data.push(...raw);
      }
      const { tensors } = read(rawFile(header, data));
      for (const [index, { dtype, shape, raw }] of given.entries()) {
        const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
        const want = Array.from({ length: sizeOf(shape) }, (_, i) => VIEWS[dtype](view, i * DTYPE_BYTES[dtype]));
        expect([...tensors[`t${index}`]!.data]).toEqual(want);
      }
    }),
    { numRuns: 1000 },
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
