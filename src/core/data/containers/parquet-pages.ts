/**
 * @file One column chunk of a parquet file, its pages checked before hyparquet decodes them: sizes within the chunk, as many values
 * as the row group has rows, runs and lengths that fit, dictionary places that exist. Between `parquet-layout.ts` and `parquet.ts`.
 */
import { parquetHeader } from 'hyparquet/src/column.js';
import { crc32 } from './crc32.ts';
import { walkRuns } from './parquet-runs.ts';

export interface ChunkShape {
  rows: number;
  type: string;
  /** Levels of definition: how many of its schema elements are optional. */
  maxLevel: number;
  /** Most that all pages may unpack to, in bytes. */
  limitBytes: number;
  /** Unpacks one page to exactly this many bytes. @throws when it cannot */
  unpack(packed: Uint8Array, bytes: number): Uint8Array;
}

const NUMBER_BYTES: Record<string, number> = { INT32: 4, INT64: 8, FLOAT: 4, DOUBLE: 8 };

/**
 * @param chunk all pages of one column in one row group
 * @throws RangeError with the reason, or whatever the thrift reader throws
 */
export function checkPages(chunk: Uint8Array, shape: ChunkShape): void {
  const reader = { view: new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset: 0 };
  let rows = 0;
  let left = shape.limitBytes;
  let dictionary = 0;
  while (reader.offset < chunk.length) {
    const header = parquetHeader(reader);
    const packedBytes = wholeNumber(header.compressed_page_size);
    const bytes = wholeNumber(header.uncompressed_page_size);
    if (reader.offset + packedBytes > chunk.length) throw new RangeError('a page leaves its column');
    left -= bytes;
    if (left < 0) throw new RangeError('its pages unpack to more than announced');
    const packed = chunk.subarray(reader.offset, reader.offset + packedBytes);
    reader.offset += packedBytes;
    if (header.crc !== undefined && header.crc !== crc32(packed)) throw new RangeError('a page does not fit its checksum');
    const { dictionary_page_header: dictionaryPage, data_page_header: page, data_page_header_v2: page2 } = header;
    if (header.type === 'DICTIONARY_PAGE' && dictionaryPage) {
      if (rows > 0 || dictionary > 0) throw new RangeError('a dictionary comes after values');
      dictionary = wholeNumber(dictionaryPage.num_values);
      const all = shape.unpack(packed, bytes);
      checkPlain(all, 0, dictionary, shape.type);
    } else if (header.type === 'DATA_PAGE' && page) {
      const count = wholeNumber(page.num_values);
      const all = shape.unpack(packed, bytes);
      const levelBytes = shape.maxLevel > 0 ? uint32(all, 0) : 0;
      const levelsAt = shape.maxLevel > 0 ? 4 : 0;
      rows = added(rows, count, shape.rows);
      const present = checkLevels(all, [levelsAt, levelsAt + levelBytes], count, shape.maxLevel);
      checkValues(all, levelsAt + levelBytes, present, page.encoding, shape.type, dictionary);
    } else if (header.type === 'DATA_PAGE_V2' && page2) {
      const count = wholeNumber(page2.num_values);
      const levelBytes = wholeNumber(page2.definition_levels_byte_length);
      if (page2.repetition_levels_byte_length !== 0 || page2.num_rows !== count) throw new RangeError('a page has lists in it');
      rows = added(rows, count, shape.rows);
      const present = checkLevels(packed, [0, levelBytes], count, shape.maxLevel);
      if (page2.num_nulls !== count - present) throw new RangeError('a page miscounts what is missing');
      const rest = packed.subarray(levelBytes);
      const all = page2.is_compressed === false ? rest : shape.unpack(rest, wholeNumber(bytes - levelBytes));
      checkValues(all, 0, present, page2.encoding, shape.type, dictionary);
    } else throw new RangeError('a page is of no known kind');
  }
  if (rows !== shape.rows) throw new RangeError(`a column has ${rows} of ${shape.rows} rows`);
}

/** @returns how many values are there, rather than missing */
function checkLevels(page: Uint8Array, [from, to]: readonly [number, number], count: number, maxLevel: number): number {
  if (to > page.length) throw new RangeError('its levels leave the page');
  if (maxLevel === 0) return count;
  const { equal, largest } = walkRuns(page, [from, to], 32 - Math.clz32(maxLevel), count, maxLevel);
  if (largest > maxLevel) throw new RangeError('a level is too high');
  return equal;
}

function checkValues(page: Uint8Array, at: number, count: number, encoding: string, type: string, dictionary: number): void {
  if (encoding === 'PLAIN') {
    checkPlain(page, at, count, type);
    return;
  }
  if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY')
    throw new RangeError(`its values are encoded as ${encoding}, which is not read`);
  if (count === 0) return;
  const width = page[at];
  if (width === undefined || width > 32) throw new RangeError('a dictionary place is too wide');
  const { largest } = width === 0 ? { largest: 0 } : walkRuns(page, [at + 1, page.length], width, count);
  if (largest >= dictionary) throw new RangeError('a value is not in the dictionary');
}

/** Values one after the other, which must fill the page to its end. */
function checkPlain(page: Uint8Array, from: number, count: number, type: string): void {
  const bytes = NUMBER_BYTES[type];
  let at = from;
  if (bytes !== undefined) at += count * bytes;
  else if (type === 'BYTE_ARRAY') for (let i = 0; i < count && at <= page.length; i++) at += 4 + uint32(page, at);
  else throw new RangeError(`its values are of type ${type}, which is not read here`);
  if (at !== page.length) throw new RangeError('its values do not fill their page');
}

function added(rows: number, count: number, limit: number): number {
  if (rows + count > limit) throw new RangeError(`a column has more than ${limit} rows`);
  return rows + count;
}

function uint32(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new RangeError('a length leaves its page');
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
}

function wholeNumber(value: number | undefined): number {
  if (value === undefined || !Number.isInteger(value) || value < 0) throw new RangeError('a page states an impossible size');
  return value;
}
