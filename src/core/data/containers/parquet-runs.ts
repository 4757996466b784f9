/**
 * @file Parquet's run-length and bit-packed numbers (levels and dictionary places), walked before hyparquet decodes them: it
 * believes every run length, writes past its array, and may not come back (Parquet encodings, RLE = 3). Used by `parquet-pages.ts`.
 */

/** A run may be padded to whole groups of 8; writers pad to at most this many values. */
const PADDING = 512;

/**
 * @param from,to the bytes that hold the runs
 * @param width bits of one value, 0-32
 * @param count values that there must be
 * @returns how many are equal to `level`, and the largest
 * @throws RangeError when the runs hold another number of values or leave the bytes
 */
export function walkRuns(
  page: Uint8Array,
  [from, to]: readonly [number, number],
  width: number,
  count: number,
  level = -1,
): { equal: number; largest: number } {
  let at = from;
  let [seen, equal, largest] = [0, 0, 0];
  const take = (value: number, times: number) => {
    seen += times;
    if (value === level) equal += times;
    if (value > largest) largest = value;
  };
  const valueBytes = (width + 7) >> 3;
  while (seen < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= to || shift > 28) throw new RangeError('a run leaves its page');
      const byte = page[at++]!;
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const length = Math.floor(header / 2);
    if (header % 2 === 1) {
      const bytes = length * width;
      if (length === 0 || at + bytes > to || 8 * length > count - seen + PADDING) throw new RangeError('a packed run does not fit');
      const values = Math.min(8 * length, count - seen);
      for (let i = 0; i < values; i++) take(bitsAt(page, at, i * width, width), 1);
      at += bytes;
    } else {
      if (length === 0 || length > count - seen || at + valueBytes > to) throw new RangeError('a run does not fit');
      let value = 0;
      for (let byte = 0; byte < valueBytes; byte++) value += page[at + byte]! * 2 ** (8 * byte);
      take(value, length);
      at += valueBytes;
    }
  }
  return { equal, largest };
}

/** `width` bits from bit `from` on, lowest first. */
function bitsAt(page: Uint8Array, at: number, from: number, width: number): number {
  let value = 0;
  for (let bit = 0; bit < width; bit++) {
    const place = from + bit;
    if ((page[at + (place >> 3)]! >> (place & 7)) & 1) value += 2 ** bit;
  }
  return value;
}
