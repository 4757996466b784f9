/**
 * @file Named hostile and foreign files: each is refused with a code, a message that names the file, and a hint of its own;
 * the strange but legal ones beside them are read.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { entry, rawFile, textFile, zeros } from '../../../test/fixtures/safetensors/raw-file.ts';
import { CONVERT_COMMAND } from './foreign-files.ts';
import { readSafetensors } from './safetensors.ts';
import { LIMITS } from './safetensors-header.ts';

const one = entry([1], [0, 4]);
const oneText = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, entry([0], [0, 0])]));
/** A header of exactly `bytes` bytes. */
const padded = (bytes: number) => `{"a":${oneText}}`.padEnd(bytes);
const bytes = (...values: number[]) => Uint8Array.from(values).buffer;
const zip = (name: string) => {
  const local = [0x50, 0x4b, 3, 4, ...zeros(22), name.length, 0, 0, 0, ...new TextEncoder().encode(name), ...zeros(40)];
  return bytes(...local);
};

const REFUSED: [name: string, file: ArrayBuffer, code: string, words: RegExp][] = [
  // Lengths
  ['empty', bytes(), 'short', /is empty/],
  ['1 byte', bytes(1), 'short', /has 1 bytes/],
  ['7 bytes', bytes(...zeros(7)), 'short', /has 7 bytes/],
  ['N = 0', rawFile(''), 'header', /not JSON/],
  ['N = 0 before data', rawFile('', zeros(8)), 'header', /not JSON/],
  ['N beyond the file by one', rawFile({ a: one }, [], BigInt(JSON.stringify({ a: one }).length + 1)), 'cut', /ends early/],
  ['N beyond the file', rawFile('', [], 100n), 'cut', /ends early/],
  ['N = 2^53 + 1', rawFile('{}', [], 2n ** 53n + 1n), 'header', /at most 8388608/],
  ['N = 2^63', rawFile('{}', [], 2n ** 63n), 'header', /at most 8388608/],
  ['N = 2^64 − 1', rawFile('{}', [], 2n ** 64n - 1n), 'header', /at most 8388608/],
  ['a header one byte over the cap', rawFile(padded(LIMITS.headerBytes + 1), zeros(4)), 'header', /at most 8388608/],
  // JSON
  ['cut JSON', rawFile('{"a":'), 'header', /not JSON/],
  ['a list', rawFile('[]'), 'header', /not a JSON object/],
  ['a number', rawFile('1'), 'header', /not a JSON object/],
  ['two objects', rawFile('{}{}'), 'header', /not JSON/],
  ['a comma too many', rawFile(`{"a":${oneText},}`, zeros(4)), 'header', /not JSON/],
  ['single quotes', rawFile("{'a':1}"), 'header', /not JSON/],
  ['a byte order mark', rawFile(`\ufeff{"a":${oneText}}`, zeros(4)), 'header', /not JSON/],
  ['a NUL behind the object', rawFile(`{"a":${oneText}}\0`, zeros(4)), 'header', /not JSON/],
  ['bytes that are no UTF-8', rawFile(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), 'header', /not JSON/],
  ['half a surrogate pair', rawFile(`{"\\ud800":${oneText}}`, zeros(4)), 'header', /not JSON/],
  ['a line break in a name', rawFile(`{"a\nb":${oneText}}`, zeros(4)), 'header', /not JSON/],
  ['1,000 brackets deep', rawFile(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`), 'header', /not JSON/],
  ['100,000 brackets deep', rawFile('['.repeat(100_000)), 'header', /not JSON/],
  // Keys
  ['a name twice', rawFile(`{"a":${oneText},"a":${oneText}}`, zeros(4)), 'duplicate', /“a” twice/],
  ['a name twice, once escaped', rawFile(`{"a":${oneText},"\\u0061":${oneText}}`, zeros(4)), 'duplicate', /“a” twice/],
  ['dtype twice', rawFile(`{"a":{"dtype":"F32",${oneText.slice(1)}}`, zeros(4)), 'duplicate', /“dtype” twice/],
  ['metadata twice', rawFile('{"__metadata__":{},"__metadata__":{}}'), 'duplicate', /__metadata__/],
  ['a key twice in the metadata', rawFile('{"__metadata__":{"k":"1","k":"2"}}'), 'duplicate', /“k” twice/],
  ['metadata that is a text', rawFile({ __metadata__: 'x' }), 'metadata', /not an object/],
  ['metadata with a number', rawFile({ __metadata__: { k: 1 } }), 'metadata', /“k”/],
  ['20,001 tensors', rawFile(many(20_001)), 'many', /20001 tensors/],
  // Entries
  ['an entry that is a number', rawFile({ a: 1 }), 'header', /“a”/],
  ['an entry that is a list', rawFile({ a: ['F32', [1], [0, 4]] }, zeros(4)), 'header', /“a”/],
  ['no dtype', rawFile({ a: { shape: [1], data_offsets: [0, 4] } }, zeros(4)), 'dtype', /“a”/],
  ['an unknown dtype', rawFile({ a: entry([1], [0, 4], 'F3') }, zeros(4)), 'dtype', /as F3/],
  ['a lower-case dtype', rawFile({ a: entry([1], [0, 4], 'f32') }, zeros(4)), 'dtype', /as f32/],
  ['a dtype of the prototype', rawFile({ a: entry([1], [0, 4], 'constructor') }, zeros(4)), 'dtype', /constructor/],
  ['8-bit floats', rawFile({ a: entry([4], [0, 4], 'F8_E4M3') }, zeros(4)), 'dtype', /F8_E4M3, which is not read here/],
  ['no shape', rawFile({ a: { dtype: 'F32', data_offsets: [0, 4] } }, zeros(4)), 'shape', /“a”/],
  ['a negative dimension', rawFile({ a: entry([-1], [0, 4]) }, zeros(4)), 'shape', /“a”/],
  ['a fraction', rawFile({ a: entry([1.5], [0, 6]) }, zeros(6)), 'shape', /“a”/],
  ['1.0 for 1', rawFile('{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', zeros(4)), 'shape', /“a”/],
  ['1e0 for 1', rawFile('{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}', zeros(4)), 'shape', /“a”/],
  ['a text for 1', rawFile({ a: entry(['1'], [0, 4]) }, zeros(4)), 'shape', /“a”/],
  ['a dimension beyond 2^53', rawFile('{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}}', zeros(4)), 'shape', /“a”/],
  ['nine dimensions', rawFile({ a: entry(Array(9).fill(1), [0, 4]) }, zeros(4)), 'shape', /9 dimensions/],
  ['a product that overflows', rawFile({ a: entry([2 ** 40, 2 ** 40], [0, 4]) }, zeros(4)), 'size', /“a”/],
  ['a product that wraps to 4', rawFile({ a: entry([2 ** 32, 2 ** 32, 1], [0, 0]) }), 'size', /“a”/],
  [
    'a product that overflows before a zero',
    rawFile({ a: entry([2 ** 40, 2 ** 40, 0], [0, 0]) }),
    'size',
    /passes 64 bits: 1099511627776×/,
  ],
  ['one size for another type', rawFile({ a: entry([2], [0, 4], 'F64') }, zeros(4)), 'size', /“a” 4 bytes .* need 16/],
  ['−0 as an offset', rawFile('{"a":{"dtype":"F32","shape":[1],"data_offsets":[-0,4]}}', zeros(4)), 'offsets', /“a”/],
  ['three offsets', rawFile({ a: entry([1], [0, 4, 4]) }, zeros(4)), 'offsets', /“a”/],
  ['no offsets', rawFile({ a: { dtype: 'F32', shape: [1] } }, zeros(4)), 'offsets', /“a”/],
  ['offsets backwards', rawFile({ a: entry([1], [4, 0]) }, zeros(4)), 'offsets', /“a”/],
  // Where tensors lie
  ['a hole at the beginning', rawFile({ a: entry([1], [4, 8]) }, zeros(8)), 'offsets', /a hole before “a”/],
  ['a hole between', rawFile({ a: one, b: entry([1], [8, 12]) }, zeros(12)), 'offsets', /a hole before “b”/],
  ['an overlap', rawFile({ a: entry([2], [0, 8]), b: entry([1], [4, 8]) }, zeros(8)), 'offsets', /an overlap before “b”/],
  ['two tensors in one place', rawFile({ a: one, b: one }, zeros(4)), 'offsets', /an overlap before/],
  ['an empty tensor inside another', rawFile({ a: one, b: entry([0], [2, 2]) }, zeros(4)), 'offsets', /“b”/],
  ['bytes at the end', rawFile({ a: one }, zeros(5)), 'rest', /describes 4 bytes .* holds 5/],
  ['data cut by one byte', rawFile({ a: one }, zeros(3)), 'cut', /describes 4 bytes .* holds 3/],
  ['no data', rawFile({ a: one }), 'cut', /holds 0/],
  ['an integer beyond 2^53', rawFile({ a: entry([1], [0, 8], 'I64') }, [1, 0, 0, 0, 0, 0, 0x20, 0]), 'integer', /“a”/],
  // Other formats under the name of this one
  ['a web page', textFile('<!doctype html><html><body>Sign in</body></html>'), 'html', /web page/],
  ['a web page behind blank lines', textFile('\n\n  <HTML>'), 'html', /web page/],
  ['a short web page', textFile('<html>'), 'html', /web page/],
  ['a git-lfs pointer', textFile('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n'), 'lfs', /git-lfs pointer/],
  ['gzip', bytes(0x1f, 0x8b, 8, 0, ...zeros(20)), 'gzip', /gzip/],
  // Node's gzip states no time, so that the first 8 bytes read as a header of 559,903 bytes, which are there.
  ['gzip of a large file', new Uint8Array(gzipSync(randomBytes(600_000))).buffer, 'gzip', /gzip/],
  ['a zip', zip('model.safetensors'), 'zip', /zip archive/],
  ['a PyTorch zip', zip('archive/data.pkl'), 'pickle', /can run code/],
  ['a pickle', bytes(0x80, 2, 0x8a, 0x0a, 0x6c, 9, 9, 9, 9), 'pickle', /can run code/],
  ['npz', zip('arr_0.npy'), 'npz', /NumPy archive/],
  ['npy', bytes(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0), 'npy', /NumPy array/],
  ['HDF5', bytes(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0), 'hdf5', /HDF5/],
  ['GGUF', textFile('GGUF\x03\0\0\0\x10\0\0\0'), 'gguf', /GGUF/],
  ['ONNX', bytes(8, 8, 0x12, 7, ...new TextEncoder().encode('pytorch'), 0x3a, 4), 'onnx', /ONNX/],
  ['an index of shards', textFile('{"metadata": {}, "weight_map": {}}'), 'json', /JSON text/],
];

test(`there are at least 60 of them, each with a name of its own`, () => {
  expect(new Set(REFUSED.map(([name]) => name)).size).toBe(REFUSED.length);
  expect(REFUSED.length).toBeGreaterThanOrEqual(60);
});

test.each(REFUSED)('%s is refused', (_, file, code, words) => {
  const refusal = { code: `safetensors-${code}`, message: expect.stringMatching(/^my\.file /), hint: expect.stringMatching(/\w{3,}/) };
  expect(() => readSafetensors(file, 'my.file')).toThrowError(expect.objectContaining(refusal));
  expect(() => readSafetensors(file, 'my.file')).toThrowError(words);
});

test.each<[name: string, hint: RegExp, command?: RegExp]>([
  ['a git-lfs pointer', /git lfs pull/],
  ['gzip', /gunzip/],
  ['a pickle', /Convert it where PyTorch is installed/, /weights_only=True.*save_file/],
  ['a zip', /Unpack it/, /weights_only=True.*save_file/],
])('the hint for %s says what to type', (name, words, command) => {
  const file = REFUSED.find((row) => row[0] === name)![1];
  expect(() => readSafetensors(file, 'f')).toThrowError(
    expect.objectContaining({ hint: expect.stringMatching(words), command: command ? expect.stringMatching(command) : undefined }),
  );
});

test('docs/models.md names the command that the hint names', () => {
  expect(readFileSync(new URL('../../../docs/models.md', import.meta.url), 'utf8')).toContain(CONVERT_COMMAND);
});

describe('strange and legal', () => {
  test.each(Array.from({ length: 9 }, (_, i) => 99_993 + i))('a header of %i bytes', (size) => {
    expect(Object.keys(readSafetensors(rawFile(padded(size), zeros(4)), 'f').tensors)).toEqual(['a']);
  });
  test.each([0, -1])('a header at the cap %i', (step) => {
    expect(Object.keys(readSafetensors(rawFile(padded(LIMITS.headerBytes + step), zeros(4)), 'f').tensors)).toEqual(['a']);
  });
  test('20,000 tensors', () => {
    expect(Object.keys(readSafetensors(rawFile(many(20_000)), 'f').tensors)).toHaveLength(20_000);
  });
  test.each<[string, ArrayBuffer, string[]]>([
    ['no tensors', rawFile('{}'), []],
    ['blanks around', rawFile(`\n {"a":${oneText}} \t`, zeros(4)), ['a']],
    ['metadata null', rawFile({ __metadata__: null, a: one }, zeros(4)), ['a']],
    ['metadata with HTML', rawFile({ __metadata__: { x: '<img src=x onerror=alert(1)>' }, a: one }, zeros(4)), ['a']],
    ['unknown keys in an entry', rawFile({ a: { ...one, note: [1.5, null] } }, zeros(4)), ['a']],
    ['an empty name', rawFile({ '': one }, zeros(4)), ['']],
    ['names in other scripts', rawFile({ 'وزن.重み': one }, zeros(4)), ['وزن.重み']],
    ['one number without dimensions', rawFile({ a: entry([], [0, 4]) }, zeros(4)), ['a']],
    ['empty tensors at shared offsets', rawFile({ a: entry([0], [0, 0]), b: entry([3, 0], [0, 0]), c: one }, zeros(4)), ['a', 'b', 'c']],
    ['data in another order than names', rawFile({ b: entry([1], [4, 8]), a: one }, zeros(8)), ['b', 'a']],
    [
      'names of the prototype',
      rawFile(`{"__proto__":${oneText},"constructor":${oneText.replace('0,4', '4,8')}}`, zeros(8)),
      ['__proto__', 'constructor'],
    ],
  ])('%s', (_, file, names) => {
    expect(Object.keys(readSafetensors(file, 'f').tensors)).toEqual(names);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });
});
