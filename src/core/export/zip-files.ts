/**
 * @file Files → one zip. Stored, not deflated: weights do not get smaller, and the reader gets them back faster.
 */
import { BlobWriter, createBlobTempStream, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { FileInParts } from './file-in-parts.ts';

/**
 * Sizes and checksums stand before each file's data, because some programs cannot read a stored file otherwise. So each
 * passes through a Blob, which the browser may keep on disk; in this thread's memory lies one part at a time.
 * @throws what reading a tensor throws; nothing is left behind
 */
export async function zipFiles(files: readonly FileInParts[]): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), {
    level: 0,
    useWebWorkers: false,
    bufferedWrite: true,
    dataDescriptor: false,
    createTempStream: createBlobTempStream(),
  });
  for (const file of files) await writer.add(file.name, streamOf(file), { uncompressedSize: file.size });
  return writer.close();
}

function streamOf(file: FileInParts): ReadableStream<Uint8Array> {
  const parts = file.parts();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return();
    },
  });
}
