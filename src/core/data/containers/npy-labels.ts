/**
 * @file The labels array that goes with an array of pictures, to class names: whole numbers [N] or [N, 1], rows with a single 1
 * [N, C], or text. Beside `npy-pictures.ts`.
 */
import { byteText, displayName } from '../display-name.ts';
import { containerError, type NamedFile } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import type { NpyHeader } from './npy-header.ts';
import { numbersOf } from './npy-values.ts';

/**
 * @param names text for each number, where the file has it; a number outside becomes its own name
 * @returns a class name for each sample
 * @throws PlaygroundError `npy-labels-shape` or `npy-labels-values`
 */
export async function npyLabels({ path, file }: NamedFile, header: NpyHeader, names: readonly string[] = []): Promise<string[]> {
  const [count = 0, width = 1] = header.shape;
  if (header.shape.length < 1 || header.shape.length > 2)
    throw containerError(
      path,
      'npy-labels-shape',
      `has the shape (${header.shape.join(', ')}); labels are (N), (N, 1) or one column a class`,
      'Flatten it.',
    );
  if (file.size > CONTAINER_LIMITS.sampleBytes)
    throw containerError(path, 'npy-labels-shape', `has ${byteText(file.size)}, too much for labels`, 'Is it the right array?');
  const bytes = new Uint8Array(await file.slice(header.start).arrayBuffer());
  if (header.kind === 'U' || header.kind === 'S') {
    if (width !== 1) throw containerError(path, 'npy-labels-shape', 'has several texts a sample', 'Keep one column.');
    return Array.from({ length: count }, (_, at) => displayName(textAt(bytes, at, header)));
  }
  const number = numbersOf(bytes, header);
  const classes = Array.from({ length: count }, (_, at) => (width === 1 ? number(at) : oneHot(number, at, width)));
  const odd = classes.findIndex((value) => !Number.isSafeInteger(value));
  if (odd >= 0) {
    const is =
      width === 1 ? `has the label ${classes[odd]} at ${odd}; labels are whole numbers` : `has a row, ${odd}, without exactly one 1`;
    throw containerError(path, 'npy-labels-values', is, 'Is it the right array?');
  }
  return classes.map((value) => names[value] ?? String(value));
}

/** Column of the only 1 among zeros, or NaN. */
function oneHot(number: (at: number) => number, row: number, width: number): number {
  let found = Number.NaN;
  for (let column = 0; column < width; column++) {
    const value = number(row * width + column);
    if (value === 0) continue;
    if (value !== 1 || !Number.isNaN(found)) return Number.NaN;
    found = column;
  }
  return found;
}

/** Text of fixed length, filled with zero bytes: UTF-32 for U, bytes for S. */
function textAt(bytes: Uint8Array, at: number, { kind, itemBytes, isLittleEndian }: NpyHeader): string {
  const item = bytes.subarray(at * itemBytes, (at + 1) * itemBytes);
  if (kind === 'S') return new TextDecoder().decode(item).replace(/\0+$/, '');
  const view = new DataView(item.buffer, item.byteOffset, item.byteLength);
  const points = Array.from({ length: itemBytes / 4 }, (_, i) => view.getUint32(4 * i, isLittleEndian));
  return points
    .filter((point) => point > 0)
    .map((point) => (point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'))
    .join('');
}
