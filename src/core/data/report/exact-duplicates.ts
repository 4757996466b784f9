/**
 * @file Records that are equal to the last byte: grouped by a 64-bit hash, then compared, so that no two different ones are called
 * equal. Part of the data report.
 */
import type { RecordSet, RecordValues } from './record-set.ts';

/** @returns groups of two or more, each ascending, ordered by their first */
export function exactDuplicates({ count, record }: RecordSet): number[][] {
  const byHash = new Map<string, number[]>();
  for (let at = 0; at < count; at++) {
    const key = hashOf(record(at));
    const same = byHash.get(key);
    if (same) same.push(at);
    else byHash.set(key, [at]);
  }
  const groups = [...byHash.values()].filter((group) => group.length > 1).flatMap((group) => trulyEqual(group, record));
  return groups.sort((a, b) => a[0]! - b[0]!);
}

/** Splits a group of equal hashes into groups of equal records. */
function trulyEqual(group: readonly number[], record: RecordSet['record']): number[][] {
  const kinds: { first: Uint8Array; members: number[] }[] = [];
  for (const at of group) {
    const bytes = bytesOf(record(at));
    const kind = kinds.find(({ first }) => first.every((byte, i) => byte === bytes[i]));
    if (kind) kind.members.push(at);
    else kinds.push({ first: bytes.slice(), members: [at] });
  }
  return kinds.map(({ members }) => members).filter((members) => members.length > 1);
}

/** For records of one form. Two 32-bit FNV-1a-like sums over words, where they are aligned, else over bytes. */
export function hashOf(values: RecordValues): string {
  const isWords = values.byteOffset % 4 === 0 && values.byteLength % 4 === 0;
  const words = isWords ? new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4) : bytesOf(values);
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return `${values.byteLength}:${a >>> 0}:${b >>> 0}`;
}

function bytesOf(values: RecordValues): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
