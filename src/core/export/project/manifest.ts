/**
 * @file manifest.json: size and SHA-256 of every other file of a project, for `check_export.py`. Files are hashed while
 * they are written; the manifest comes last, and its length is known before because a hash is always 64 letters.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileInParts } from '../file-in-parts.ts';

/** @returns the same files, hashed as they pass, and `manifest.json`, which must be written last */
export function withManifest(files: readonly FileInParts[]): FileInParts[] {
  const hashes = new Map(files.map(({ name }) => [name, '0'.repeat(64)]));
  const text = () => {
    const rows = files.map(({ name, size }) => [name, { bytes: size, sha256: hashes.get(name)! }]);
    return new TextEncoder().encode(
      `${JSON.stringify({ format: 'm2pt-manifest', version: 1, files: Object.fromEntries(rows) }, null, 1)}\n`,
    );
  };
  const hashed = files.map((file) => ({
    ...file,
    async *parts() {
      const hash = sha256.create();
      for await (const part of file.parts()) {
        hash.update(part);
        yield part;
      }
      hashes.set(file.name, bytesToHex(hash.digest()));
    },
  }));
  return [
    ...hashed,
    {
      name: 'manifest.json',
      size: text().length,
      async *parts() {
        yield text();
      },
    },
  ];
}
