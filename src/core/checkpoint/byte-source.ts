/**
 * @file A file that is read in parts, wherever it lies: in memory, on disk behind a Blob, or behind a server that answers
 * ranges. Readers ask for what they need, so that a large checkpoint is never in memory as a whole.
 */
import { PlaygroundError } from '../errors.ts';

export interface ByteSource {
  /** For messages. */
  name: string;
  /** Bytes in all. */
  size: number;
  /**
   * Bytes begin … end−1, in a buffer of their own that starts at 0.
   * @throws PlaygroundError when the file cannot be read, or gives fewer bytes
   */
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

export function bufferSource(buffer: ArrayBuffer, name: string): ByteSource {
  return { name, size: buffer.byteLength, read: async (begin, end) => new Uint8Array(buffer.slice(begin, end)) };
}

/** A file on disk or in the browser's storage; only what is asked for is read. */
export function blobSource(blob: Blob, name: string): ByteSource {
  return { name, size: blob.size, read: async (begin, end) => new Uint8Array(await readBlob(blob, begin, end, name)) };
}

async function readBlob(blob: Blob, begin: number, end: number, name: string): Promise<ArrayBuffer> {
  const fail = (message: string) =>
    new PlaygroundError({
      code: 'file-unreadable',
      message,
      hint: 'Choose the file again; it may have been moved or changed.',
      where: name,
    });
  let buffer: ArrayBuffer;
  try {
    buffer = await blob.slice(begin, end).arrayBuffer();
  } catch (thrown) {
    throw fail(`${name} cannot be read any more: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
  if (buffer.byteLength !== end - begin) throw fail(`${name} gave ${buffer.byteLength} bytes where ${end - begin} were asked for.`);
  return buffer;
}
