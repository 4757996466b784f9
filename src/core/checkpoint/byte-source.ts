/**
 * @file A file that is read in parts, wherever it lies: in memory, on disk behind a Blob, or behind a server that answers
 * ranges. Readers ask for what they need, so that a large checkpoint is never in memory as a whole.
 */

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
