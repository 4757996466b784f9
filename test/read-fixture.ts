/**
 * @file Reads golden files from test/fixtures in Node.
 */
import { readFileSync } from 'node:fs';

export async function readFixture(name: string): Promise<ArrayBuffer> {
  const bytes = readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
