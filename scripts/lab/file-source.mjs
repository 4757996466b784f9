/** @file A file on disk as the ByteSource of src/core/checkpoint/byte-source.ts: read in parts. */
import { open, stat } from 'node:fs/promises';

/** @param {string} path of a file */
export async function fileSource(path) {
  const { size } = await stat(path);
  return {
    name: path.split(/[\\/]/).at(-1),
    size,
    async read(begin, end) {
      const file = await open(path);
      try {
        const bytes = new Uint8Array(end - begin);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, begin);
        return bytesRead === bytes.length ? bytes : bytes.slice(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}
