/**
 * @file Files of points that are not whole, made by hand: each is refused with its own code, a sentence that names the file,
 * and something to do. Beside each family stands one good file, so that a reader which refuses everything fails too.
 */
import { describe, expect, it, test } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { join, u16le, u32le } from '../formats/test-fixtures.ts';
import { expectOwnWords } from '../test-refusals.ts';
import { readPoints } from './read-points.ts';

type Parts = (string | ArrayLike<number>)[];
type Case = [name: string, code: string, ...parts: Parts];

const f32 = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const f64 = (...values: number[]) => new Uint8Array(Float64Array.from(values).buffer);
const utf16 = (text: string) => [...text].flatMap((letter) => u16le(letter.charCodeAt(0)));

const XYZ = 'property float x\nproperty float y\nproperty float z\n';
const ply = (count: number | string, rest = XYZ, format = 'ascii') =>
  `ply\nformat ${format} 1.0\nelement vertex ${count}\n${rest}end_header\n`;
const FACES = 'element face 1\nproperty list uchar int vertex_indices\n';
const TRIANGLE = '0 0 0\n1 0 0\n0 1 0\n';
const LE = 'binary_little_endian';
const NINE = f32(0, 0, 0, 1, 0, 0, 0, 1, 0);

const PLY: Case[] = [
  ['one byte', 'ply-magic', 'p'],
  ['three bytes', 'ply-cut', 'ply'],
  ['cut in the header', 'ply-cut', 'ply\nformat ascii 1.0\nelement vert'],
  ['cut after end_header', 'ply-cut', ply(3).slice(0, -1)],
  ['cut in a row', 'ply-row', ply(3), '0 0 0\n1 0 0\n1 10000000'],
  ['cut between rows', 'ply-cut', ply(3), '0.000 0.000 0.000\n1 0 0\n'],
  ['a row too many', 'ply-extra', ply(3), TRIANGLE, '5 5 5\n'],
  ['a number too many in a row', 'ply-row', ply(2), '0 0 0 7\n1 1 1 7\n'],
  ['a word in place of a number', 'ply-number', ply(2), '0 zero 0\n1 1 1\n'],
  ['a number with a tail', 'ply-number', ply(2), '0 0.5x 0\n1 1 1\n'],
  ['an unknown format', 'ply-format', ply(1, XYZ, 'binary_middle_endian'), '0 0 0\n'],
  ['version 2.0', 'ply-format', 'ply\nformat ascii 2.0\nelement vertex 1\n', XYZ, 'end_header\n0 0 0\n'],
  ['no format', 'ply-header', 'ply\nelement vertex 1\n', XYZ, 'end_header\n0 0 0\n'],
  ['no vertex', 'ply-header', 'ply\nformat ascii 1.0\nelement point 1\n', XYZ, 'end_header\n0 0 0\n'],
  ['no y', 'ply-columns', ply(1, 'property float x\nproperty float z\n'), '0 0\n'],
  ['x a list', 'ply-columns', ply(1, XYZ.replace('float x', 'list uchar float x')), '1 0 0 0\n'],
  ['x twice', 'ply-header', ply(1, `${XYZ}property float x\n`), '0 0 0 0\n'],
  ['vertex twice', 'ply-header', ply(1, `${XYZ}element vertex 1\n${XYZ}`), '0 0 0\n0 0 0\n'],
  ['an unknown type', 'ply-header', ply(1, XYZ.replace('float x', 'half x')), '0 0 0\n'],
  ['a count that is no number', 'ply-header', ply('-3'), TRIANGLE],
  ['a count in hexadecimal', 'ply-header', ply('0x3'), TRIANGLE],
  ['property before element', 'ply-header', 'ply\nformat ascii 1.0\nproperty float x\nend_header\n'],
  ['an element of nothing, 4e9 times', 'ply-header', ply(1, `${XYZ}element odd 4000000000\n`), '0 0 0\n'],
  ['a header without end', 'ply-header', 'ply\nformat ascii 1.0\n', 'comment more of it\n'.repeat(5000)],
  ['no points', 'ply-none', ply(0)],
  ['a face beyond the points', 'ply-face-index', ply(3, XYZ + FACES), TRIANGLE, '3 0 1 3\n'],
  ['a negative corner', 'ply-face-index', ply(3, XYZ + FACES), TRIANGLE, '3 0 1 -1\n'],
  ['a half corner', 'ply-number', ply(3, XYZ + FACES), TRIANGLE, '3 0 1 1.5\n'],
  ['a face list cut', 'ply-row', ply(3, XYZ + FACES), TRIANGLE, '4 0 1 2\n'],
  ['a list of −1', 'ply-face', ply(3, XYZ + FACES.replace('uchar', 'char')), TRIANGLE, '-1 0\n'],
  ['a list counted in floats', 'ply-header', ply(3, XYZ + FACES.replace('uchar', 'float')), TRIANGLE, '3 0 1 2\n'],
  ['a surface with NaN', 'ply-not-finite', ply(3, XYZ + FACES), '0 0 0\nnan 0 0\n0 1 0\n3 0 1 2\n'],
  ['only NaN', 'ply-not-finite', ply(2), 'nan nan nan\nnan nan nan\n'],
  ['beyond float32', 'ply-not-finite', ply(2, XYZ.replaceAll('float', 'double')), '1e300 0 0\n0 1e300 0\n'],
  ['map coordinates in float32', 'ply-coarse', ply(2, XYZ, LE), f32(512346, 5412346, 300, 512346.5, 5412348, 300.5)],
  ['binary, cut', 'ply-cut', ply(3, XYZ, LE), NINE.subarray(0, 35)],
  ['binary, one byte', 'ply-cut', ply(3, XYZ, LE), [0]],
  ['binary, more than counted', 'ply-extra', ply(3, XYZ, LE), NINE, [1, 2, 3]],
  ['binary, 4e9 points', 'ply-cut', ply(4e9, XYZ, LE), NINE],
  ['binary, 2^53 points', 'ply-header', ply('9007199254740993', XYZ, LE), NINE],
  ['binary, a list that runs out', 'ply-cut', ply(3, XYZ + FACES, LE), NINE, [200, 0, 0, 0, 0, 1, 0, 0, 0]],
  ['binary, corner −1', 'ply-face-index', ply(3, XYZ + FACES, LE), NINE, [3], u32le(0), u32le(1), u32le(0xffffffff)],
  [
    'binary, NaN in a surface',
    'ply-not-finite',
    ply(3, XYZ + FACES, LE),
    f32(NaN, 0, 0, 1, 0, 0, 0, 1, 0),
    [3],
    u32le(0),
    u32le(1),
    u32le(2),
  ],
];

const pcd = ({
  fields = 'x y z',
  size = '4 4 4',
  type = 'F F F',
  count = '1 1 1',
  width = '3',
  height = '1',
  points = '3',
  data = 'ascii',
} = {}) =>
  `# .PCD v0.7\nVERSION 0.7\nFIELDS ${fields}\nSIZE ${size}\nTYPE ${type}\nCOUNT ${count}\nWIDTH ${width}\nHEIGHT ${height}\n` +
  `VIEWPOINT 0 0 0 1 0 0 0\nPOINTS ${points}\nDATA ${data}\n`;
const PACKED = pcd({ data: 'binary_compressed' });
/** 36 bytes as LZF's plain runs. */
const RUNS = [31, ...NINE.subarray(0, 32), 3, ...NINE.subarray(32)];

const PCD: Case[] = [
  ['something else', 'pcd-magic', 'hello\nworld\n'],
  ['cut in the header', 'pcd-cut', pcd().slice(0, 60)],
  ['no DATA', 'pcd-cut', pcd().replace(/DATA.*\n/, '')],
  ['DATA of another kind', 'pcd-format', pcd({ data: 'zstd' }), TRIANGLE],
  ['a line that is not PCD', 'pcd-header', pcd().replace('HEIGHT', 'DEPTH'), TRIANGLE],
  ['two lines WIDTH', 'pcd-header', pcd().replace('HEIGHT 1', 'WIDTH 3'), TRIANGLE],
  ['no z', 'pcd-columns', pcd({ fields: 'x y intensity' }), TRIANGLE],
  ['x twice', 'pcd-header', pcd({ fields: 'x y x' }), TRIANGLE],
  ['x of three values', 'pcd-columns', pcd({ count: '3 1 1' }), '0 0 0 0 0\n'.repeat(3)],
  ['sizes missing', 'pcd-header', pcd({ size: '4 4' }), TRIANGLE],
  ['float of 2 bytes', 'pcd-header', pcd({ size: '2 4 4' }), TRIANGLE],
  ['type Q', 'pcd-header', pcd({ type: 'Q F F' }), TRIANGLE],
  ['count −1', 'pcd-header', pcd({ count: '1 1 -1' }), TRIANGLE],
  ['POINTS ≠ WIDTH × HEIGHT', 'pcd-count', pcd({ points: '4' }), TRIANGLE],
  ['neither POINTS nor WIDTH', 'pcd-header', pcd().replace(/(POINTS|WIDTH).*\n/g, ''), TRIANGLE],
  ['no points', 'pcd-none', pcd({ points: '0', width: '0' })],
  ['a row short', 'pcd-cut', pcd(), '0.000000 0.000000\t0.000000\n1 0 0\n'],
  ['a number short', 'pcd-row', pcd(), '0 0 0\n1 0\n0 100000 0\n'],
  ['a number too many', 'pcd-row', pcd(), '0 0 0\n1 0 0 0\n0 1 0\n'],
  ['a row too many', 'pcd-extra', pcd(), TRIANGLE, '0 0 0\n'],
  ['a word', 'pcd-number', pcd(), '0 0 0\n1 O 0\n0 1 0\n'],
  ['only NaN', 'pcd-not-finite', pcd(), 'nan nan nan\n'.repeat(3)],
  ['text, 1e12 points', 'pcd-cut', pcd({ points: '1000000000000', width: '1000000000000' }), TRIANGLE],
  ['binary, cut', 'pcd-cut', pcd({ data: 'binary' }), NINE.subarray(0, 35)],
  ['binary, too long', 'pcd-extra', pcd({ data: 'binary' }), NINE, [0]],
  ['binary, 4e9 points', 'pcd-cut', pcd({ data: 'binary', points: '4000000000', width: '4000000000' }), NINE],
  ['packed, no sizes', 'pcd-cut', PACKED, [1, 2, 3]],
  ['packed, cut', 'pcd-cut', PACKED, u32le(38), u32le(36), RUNS.slice(0, 30)],
  ['packed, too long', 'pcd-extra', PACKED, u32le(38), u32le(36), RUNS, [0]],
  ['packed, other size', 'pcd-count', PACKED, u32le(38), u32le(35), RUNS],
  ['packed, copy from before the start', 'pcd-packed', PACKED, u32le(38), u32le(36), [0x20, 9, ...RUNS.slice(2)]],
  ['packed, ends early', 'pcd-packed', PACKED, u32le(33), u32le(36), RUNS.slice(0, 33)],
  [
    'packed, a bomb',
    'pcd-cut',
    pcd({ data: 'binary_compressed', points: '40000000', width: '40000000' }),
    u32le(4),
    u32le(480000000),
    [0, 0, 0xe0, 0xff],
  ],
];

const TABLE: Case[] = [
  ['words', 'table-columns', 'This is no table.\nNor is this.\n'],
  ['a table of labels', 'table-columns', 'filename,label\na.ply,chair\nb.ply,table\n'],
  ['other columns', 'table-axes', 'sepal,petal,width\n1,2,3\n'],
  ['two columns', 'table-columns', '1 2\n3 4\n'],
  ['a header of other width', 'table-columns', 'x,y,z\n1,2,3,4\n'],
  ['a molecule', 'table-columns', '2\nwater\nO 0 0 0\nH 1 0 0\n'],
  ['only a count', 'table-columns', '64\n'],
  ['a count too large', 'table-count', '4\n0 0 0\n1 1 1\n2 2 2\n'],
  ['a count too small', 'table-count', '2\n0 0 0\n1 1 1\n2 2 2\n'],
  ['a row cut', 'table-row', '0 0 0\n1 1 1\n2 2'],
  ['a row too long', 'table-row', '0 0 0\n1 1 1 1\n'],
  ['a word in a row', 'table-number', '0 0 0\n1 one 1\n'],
  ['1.2.3', 'table-number', '0 0 0\n1 1.2.3 1\n'],
  ['hexadecimal', 'table-number', '0 0 0\n1 0x10 1\n'],
  ['CSV, a row cut', 'table-row', 'x,y,z\n0,0,0\n1,1\n'],
  ['CSV, an empty cell', 'table-number', 'x,y,z\n0,0,0\n1,,1\n'],
  ['CSV, a word', 'table-number', 'x,y,z\n0,0,0\n1,one,1\n'],
  ['CSV, a quotation mark', 'table-row', 'x,y,z\n0,0,0\n1,"1,1\n'],
  ['CSV, thousands', 'table-row', 'x,y,z\n0,0,0\n1,000,1,1\n'],
  ['blanks and decimal commas', 'table-number', '0,5 0,5 0,5\n1,5 1,5 1,5\n'],
  ['only NaN', 'table-not-finite', '0 nan 0\nnan 0 0\n'],
  ['a zero byte', 'table-row', '0 0 0\n1 1 \x001\n'],
  ['one endless line', 'table-row', '0 0 0\n', '1 '.repeat(40_000)],
  ['two headers', 'table-columns', 'x y z\nx y z\n0 0 0\n'],
  ['blank lines', 'table-columns', '\n\n\n'],
];

const OFF: Case[] = [
  ['no OFF', 'off-magic', '3 1 0\n0 0 0\n'],
  ['only OFF', 'off-cut', 'OFF\n'],
  ['4OFF', 'off-format', '4OFF\n1 0 0\n0 0 0 0\n'],
  ['nOFF', 'off-format', 'nOFF\n3\n1 0 0\n0 0 0\n'],
  ['binary', 'off-format', 'OFF BINARY\n\x00\x00\x00\x01'],
  ['one count', 'off-header', 'OFF\n3\n0 0 0\n'],
  ['negative counts', 'off-header', 'OFF\n-3 1 0\n0 0 0\n'],
  ['4e9 points', 'off-cut', 'OFF\n4000000000 1 0\n0 0 0\n'],
  ['4e9 faces', 'off-cut', 'OFF\n1 4000000000 0\n0 0 0\n'],
  ['a point short', 'off-cut', 'OFF\n3 0 0\n0.000000 0.000000 0.000000\n1 0 0\n'],
  ['a coordinate short', 'off-row', 'OFF\n2 0 0\n0.00 0.00\n1 0 0\n'],
  ['a word', 'off-number', 'OFF\n2 0 0\n0 a 0\n1 0 0\n'],
  ['a word behind', 'off-number', 'OFF\n2 0 0\n0 0 0 red\n1 0 0\n'],
  ['a face short', 'off-cut', 'OFF\n3 2 0\n', TRIANGLE, '3 0 1 2\n'],
  ['a corner short', 'off-row', 'OFF\n3 1 0\n', TRIANGLE, '3 0 1\n'],
  ['corner 3 of 3', 'off-face-index', 'OFF\n3 1 0\n', TRIANGLE, '3 0 1 3\n'],
  ['corner −1', 'off-face-index', 'OFF\n3 1 0\n', TRIANGLE, '3 0 1 -1\n'],
  ['a face of none', 'off-face', 'OFF\n3 1 0\n', TRIANGLE, '0\n'],
  ['a face too many', 'off-extra', 'OFF\n3 1 0\n', TRIANGLE, '3 0 1 2\n3 0 1 2\n'],
  ['NaN in a surface', 'off-not-finite', 'OFF\n3 1 0\n0 0 0\n1 nan 0\n0 1 0\n3 0 1 2\n'],
  ['no points', 'off-none', 'OFF\n0 0 0\n'],
  ['zero bytes', 'off-header', 'OFF\n3 1 0\n', TRIANGLE, '3 0 1 2\n\x00\x00\x00\n'],
];

const V = 'v 0 0 0\nv 1 0 0\nv 0 1 0\n';
const OBJ: Case[] = [
  ['words', 'obj-magic', 'hello there\nv 0 0 0\n'],
  ['a line that is not OBJ', 'obj-row', V, 'hello\n'],
  ['two coordinates', 'obj-row', 'v 0 0\n'],
  ['a word', 'obj-number', 'v 0 0 zero\n'],
  ['3.1+e2', 'obj-number', 'v 0 0 3.1+e2\n'],
  ['a bad colour', 'obj-number', 'v 0 0 0 1 1 red\n'],
  ['corner 0', 'obj-face-index', V, 'f 0 1 2\n'],
  ['corner 4 of 3', 'obj-face-index', V, 'f 1 2 4\n'],
  ['corner −4 of 3', 'obj-face-index', V, 'f -1 -2 -4\n'],
  ['corner 1e10', 'obj-face-index', V, 'f 1 2 9999999999\n'],
  ['corner 1e14', 'obj-face-index', V, 'f 1 2 99999999999999\n'],
  ['corner −1 before all points', 'obj-face-index', 'f -1 -2 -3\n', V],
  ['corner in hexadecimal', 'obj-face', V, 'f 1 2 0x3\n'],
  ['corners with commas', 'obj-face', V, 'f 1,2,3\n'],
  ['1e400', 'obj-number', 'v 0 0 1e400\nv 1 0 0\nv 0 1 0\n'],
  ['1e300 in a surface', 'obj-not-finite', 'v 0 0 1e300\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'],
  ['hexadecimal', 'obj-number', 'v 0 0 0x10\n'],
  ['decimal commas', 'obj-number', 'v 0,5 0 0\n'],
  ['infinity in a surface', 'obj-not-finite', 'v 0 0 -inf\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'],
  ['only NaN', 'obj-not-finite', 'v nan nan nan\n'],
  ['faces and no points', 'obj-none', 'f 1 2 3\n'],
  ['corner 1/2/3/4', 'obj-face', V, 'f 1 2 3/1/1/1\n'],
  ['corner 1.5', 'obj-face', V, 'f 1 2 1.5\n'],
  ['a face of none', 'obj-face', V, 'f\n'],
  ['no points', 'obj-none', '# nothing\no empty\n'],
  ['NaN in a surface', 'obj-not-finite', 'v 0 0 0\nv 1 nan 0\nv 0 1 0\nf 1 2 3\n'],
];

const facet = (a = '0 0 0', b = '1 0 0', c = '0 1 0') =>
  `facet normal 0 0 1\nouter loop\nvertex ${a}\nvertex ${b}\nvertex ${c}\nendloop\nendfacet\n`;
const stl = (count: number, ...triangles: Uint8Array[]) =>
  join('header'.padEnd(80), u32le(count), ...triangles.flatMap((t) => [t, [0, 0]]));
const CORNERS = f32(0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0);

const STL: Case[] = [
  ['one byte', 'stl-magic', 's'],
  ['only a header', 'stl-magic', 'x'.repeat(80)],
  ['binary, cut', 'stl-cut', stl(2, CORNERS, CORNERS).subarray(0, 180)],
  ['binary, no triangle left', 'stl-cut', stl(1)],
  ['binary, 4e9 triangles', 'stl-cut', stl(0xffffffff, CORNERS)],
  ['binary, more than counted', 'stl-extra', stl(1, CORNERS, CORNERS)],
  ['binary, NaN', 'stl-not-finite', stl(1, f32(0, 0, 1, 0, NaN, 0, 1, 0, 0, 0, 1, 0))],
  ['binary, infinity', 'stl-not-finite', stl(1, f32(0, 0, 1, 0, Infinity, 0, 1, 0, 0, 0, 1, 0))],
  ['binary, none', 'stl-none', stl(0)],
  ['text, none', 'stl-none', 'solid a\nendsolid a\n'],
  ['text, cut after a facet', 'stl-cut', 'solid a\n', facet()],
  ['text, cut in a facet', 'stl-cut', 'solid a\n', facet().slice(0, 43)],
  ['two corners', 'stl-row', 'solid a\n', facet().replace('vertex 0 1 0\n', ''), 'endsolid a\n'],
  ['four corners', 'stl-row', 'solid a\n', facet('0 0 0', '1 0 0', '0 1 0\nvertex 1 1 0'), 'endsolid a\n'],
  ['two coordinates', 'stl-row', 'solid a\n', facet('0 0'), 'endsolid a\n'],
  ['four coordinates', 'stl-row', 'solid a\n', facet('0 0 0 0'), 'endsolid a\n'],
  ['a word', 'stl-number', 'solid a\n', facet('0 x 0'), 'endsolid a\n'],
  ['NaN', 'stl-not-finite', 'solid a\n', facet('0 nan 0'), 'endsolid a\n'],
  ['something between', 'stl-row', 'solid a\n', facet(), 'hello\nendsolid a\n'],
  ['something after', 'stl-row', 'solid a\n', facet(), 'endsolid a\nhello\n'],
];

const npy = (shape: string, data: ArrayLike<number>, descr = '<f8') => {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
  return join('\x93NUMPY\x01\x00', u16le(118), header, '\n', data);
};
const NPY: Case[] = [
  ['not an array', 'npy-magic', 'hello'],
  ['cut in the header', 'npy-cut', npy('(2, 3)', f64(0, 0, 0, 1, 1, 1)).subarray(0, 60)],
  ['cut in the data', 'npy-size', npy('(2, 3)', f64(0, 0, 0, 1, 1))],
  ['one dimension', 'npy-points-shape', npy('(6,)', f64(0, 0, 0, 1, 1, 1))],
  ['three dimensions', 'npy-points-shape', npy('(1, 2, 3)', f64(0, 0, 0, 1, 1, 1))],
  ['two columns', 'npy-points-shape', npy('(3, 2)', f64(0, 0, 0, 1, 1, 1))],
  ['three rows of 1,024', 'npy-points-shape', npy('(3, 1024)', f64(...new Array(3072).fill(1)))],
  ['no rows', 'npy-points-none', npy('(0, 3)', [])],
  ['words', 'npy-dtype', npy('(2, 3)', new Uint8Array(24), '<U1')],
  ['only NaN', 'npy-points-not-finite', npy('(1, 3)', f64(0, NaN, 0))],
];

const OTHER: Case[] = [
  ['empty.ply', 'file-empty'],
  ['page.ply', 'file-html', '<!DOCTYPE html><html><body>Sign in</body></html>'],
  ['pointer.ply', 'file-lfs-pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n'],
  ['packed.ply', 'file-gzip', [0x1f, 0x8b, 8, 0, 0, 0]],
  ['packed.obj', 'file-zip', 'PK\x03\x04'],
  ['array.npy', 'file-pickle', [0x80, 4, 0x95, 0, 0]],
  ['picture.xyz', 'file-picture', '\x89PNG\r\n\x1a\n'],
  ['marked.xyz', 'points-utf16', [0xff, 0xfe], utf16('0 0 0\n1 1 1\n')],
  ['unmarked.csv', 'points-utf16', utf16('0,0,0\n1,1,1\n')],
  ['scan.las', 'points-other-format', 'LASF\x00\x00'],
  ['model.glb', 'points-other-format', 'glTF\x02\x00\x00\x00'],
  ['model.ply', 'points-other-format', '{"asset": {"version": "2.0"}}'],
  ['model.fbx', 'points-other-format', 'Kaydara FBX Binary  \x00'],
  ['what.bin', 'points-magic', [1, 2, 3, 250, 251]],
];

function refusal(fileName: string, parts: Parts): PlaygroundError {
  try {
    readPoints(join(...parts), fileName);
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
  throw new Error(`${fileName} was accepted`);
}

describe.each([
  ['ply', PLY],
  ['pcd', PCD],
  ['xyz', TABLE],
  ['off', OFF],
  ['obj', OBJ],
  ['stl', STL],
  ['npy', NPY],
])('%s', (suffix, cases) => {
  it.each(cases)('%s → %s', (name, code, ...parts) => {
    const fileName = `${name.replaceAll('.', ' ')}.${suffix}`;
    const error = refusal(fileName, parts);
    expect([error.code, error.where]).toEqual([code, fileName]);
    expect(error.message.startsWith(`${fileName} `) && error.message.endsWith('.') && error.hint.length > 20).toBe(true);
  });
});

describe('something else', () => {
  it.each(OTHER)('%s → %s', (fileName, code, ...parts) => {
    expect(refusal(fileName, parts).code).toBe(code);
  });
});

test.each([
  ['ply', PLY],
  ['pcd', PCD],
])('%s: bad files of at least 25 kinds have words of their own', (suffix, cases) => {
  expectOwnWords(cases.map(([, , ...parts]) => refusal(`a.${suffix}`, parts)));
});

test('the other formats of points: bad files of many kinds have words of their own', () => {
  const all = [...TABLE, ...OFF, ...OBJ, ...STL, ...NPY];
  const suffixes = [TABLE, OFF, OBJ, STL, NPY].flatMap((cases, at) => cases.map(() => ['xyz', 'off', 'obj', 'stl', 'npy'][at]!));
  expectOwnWords(
    [...all.map(([, , ...parts], at) => refusal(`a.${suffixes[at]}`, parts)), ...OTHER.map(([name, , ...parts]) => refusal(name, parts))],
    75,
  );
});

test.each<[string, string]>([
  [`${V}f 1 2 4\n`, 'has a face with corner 4 in line 4, and only 3 points in the whole file.'],
  [`f 1 2 5\n${V}`, 'has a face with corner 5 in line 1, and only 3 points in the whole file.'],
  [`${V}f -1 -2 -4\n`, 'has a face with corner -4 in line 4, which counts back over the points before it: only 3.'],
  [`f -1 -2 -3\n${V}`, 'has a face with corner -1 in line 1, which counts back over the points before it: none.'],
  [`${V}f 0 1 2\n`, 'has a face with corner 0 in line 4; the first point is 1, the last so far −1.'],
  [`${V}f a b c\n`, 'has a face with the corner “a” in line 4, where a number such as 7 or 7/1/2 is expected.'],
  ['v 0 0 1e400\n', 'has “1e400” in line 1, which is larger than numbers can be.'],
  ['v 0 0 0x10\n', 'has “0x10” in place of a number in line 1.'],
  ['v 0 0 0\nv 1 nan 0\nv 0 1 0\nf 1 2 3\n', 'has “nan” in place of a coordinate in line 2, and a surface needs all of its corners.'],
])('OBJ, said in the words and numbers of the file: %j', (text, is) => {
  expect(refusal('a.obj', [text]).message).toBe(`a.obj ${is}`);
});

test('control characters of a file do not reach the page', () => {
  expect(refusal('odd.obj', ['v 0 0 \u001b[2J\u0007\n']).message).toBe('odd.obj has “[2J” in place of a number in line 1.');
});

test.each<[string, string, ...Parts]>([
  ['ok.ply', 'ply 3 0', ply(3), TRIANGLE],
  ['faces.ply', 'ply 3 1', ply(3, XYZ + FACES, LE), NINE, [3], u32le(0), u32le(1), u32le(2)],
  ['ok.pcd', 'pcd 3 0', pcd(), TRIANGLE],
  ['binary.pcd', 'pcd 3 0', pcd({ data: 'binary' }), NINE],
  ['packed.pcd', 'pcd 3 0', PACKED, u32le(38), u32le(36), RUNS],
  ['gaps.pcd', 'pcd 2 0', pcd(), '0 0 0\nnan nan nan\n0 1 0\n'],
  ['ok.xyz', 'table 3 0', TRIANGLE],
  ['cloudcompare.txt', 'table 2 0', '//X Y Z R G B\n2\n0 0 0 1 2 3\n1 1 1 1 2 3\n'],
  ['ok.csv', 'table 2 0', 'id;"X [m]";Y;Z\n1;0,5;0;0\n2;1,5;1;1\n'],
  ['particles.csv', 'table 2 0', 'px,py,pz,x,y,z\n9,9,nan,0,0,0\n9,9,nan,1,1,1\n'],
  ['grid.xyz', 'table 2 0', '512345.01 5412346.02 300.03\n512345.51 5412346.52 300.53\n'],
  ['ok.off', 'off 3 1', 'COFF3 1 0\n', TRIANGLE.replaceAll('\n', ' 255 0 0\n'), '3 0 1 2 0.5 0.5 0.5\n'],
  ['forward.obj', 'obj 3 1', 'f 1 2 3\n', V],
  ['gaps.obj', 'obj 2 0', 'v 0 0 nan\nv 1 0 0\nv 0 1 0\n'],
  ['ok.obj', 'obj 4 2', V, 'v 1 1 0\nf 1/1/1 2//1 -1 \\\n3\n'],
  ['ok.stl', 'stl 3 1', stl(1, CORNERS)],
  ['text.stl', 'stl 6 2', 'solid a\n', facet(), 'endsolid a\nsolid b\n', facet(), 'endsolid b\n'],
  ['ok.npy', 'npy-points 2 0', npy('(2, 3)', f64(0, 0, 0, 1, 1, 1))],
  ['wrong-suffix.xyz', 'ply 3 0', ply(3), TRIANGLE],
  ['wrong-suffix.ply', 'stl 3 1', stl(1, CORNERS)],
  ['no-suffix', 'obj 3 0', V],
  ['no-suffix-either', 'table 3 0', TRIANGLE],
  ['marked.xyz', 'table 3 0', [0xef, 0xbb, 0xbf], TRIANGLE],
])('%s is read: %s', (fileName, found, ...parts) => {
  const { format, positions, faces } = readPoints(join(...parts), fileName);
  expect(`${format} ${positions.length / 3} ${(faces?.length ?? 0) / 3}`).toBe(found);
});
