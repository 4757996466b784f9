/**
 * @file A file that is made while it is written. Its size is known before, because a zip states it first.
 */

export interface FileInParts {
  /** Path inside the zip, `/` between folders. */
  name: string;
  /** Bytes of all parts together. */
  size: number;
  /** The content in order. Called once. */
  parts(): AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
}

/** A file that is in memory already. @param content text becomes UTF-8 */
export function wholeFile(name: string, content: string | ArrayBuffer): FileInParts {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  return {
    name,
    size: bytes.length,
    async *parts() {
      yield bytes;
    },
  };
}
