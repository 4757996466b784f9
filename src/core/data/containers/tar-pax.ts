/**
 * @file The extended header of a tar entry: lines of `length key=value` in UTF-8 (POSIX pax), where long names and odd sizes
 * stand. Used by `tar-blocks.ts`.
 */
import { containerError } from './container-entry.ts';

export type PaxRecords = ReadonlyMap<string, string>;

const TEXT = new TextDecoder();
const [NEWLINE, SPACE, EQUALS] = [0x0a, 0x20, 0x3d];

/**
 * @param content the bytes of an `x` entry
 * @throws PlaygroundError `tar-pax` where a record does not have the length that it states
 */
export function readPax(content: Uint8Array, path: string): PaxRecords {
  const records = new Map<string, string>();
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(SPACE, at);
    const length = space > at && space - at < 10 ? Number(TEXT.decode(content.subarray(at, space))) : Number.NaN;
    const end = at + length;
    const equals = content.indexOf(EQUALS, space);
    const isWhole = Number.isInteger(length) && end <= content.length && equals > space && equals < end && content[end - 1] === NEWLINE;
    if (!isWhole) throw containerError(path, 'tar-pax', 'is damaged: an extended header does not have the length that it states');
    records.set(TEXT.decode(content.subarray(space + 1, equals)), TEXT.decode(content.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}
