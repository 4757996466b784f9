/**
 * @file A tar or tar.gz of a drop, to files that are read one by one. Entries with a bad name, links and archives inside are
 * left out with a reason; a damaged archive is refused as a whole. The counterpart of `formats/zip-archive.ts`.
 */
import { type Problem, toProblem } from '../../errors.ts';
import { isIgnoredPath } from '../class-paths.ts';
import { byteText } from '../display-name.ts';
import { IDX_NAME, PACKED_NAME } from '../file-kinds.ts';
import { unsafeName } from '../formats/zip-problems.ts';
import { type ContainerEntry, containerError, type NamedFile, type OpenedContainer } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { type TarBlock, tarBlocks } from './tar-blocks.ts';

export const TAR_NAME = /\.(tar|tar\.gz|tgz)$/i;
/** What there is to do about an entry that no one meant to load. */
const REST = '';

/**
 * @throws PlaygroundError `tar-…` or `gzip-…` when the archive as a whole cannot be used
 */
export async function openTar({ path, file }: NamedFile): Promise<OpenedContainer> {
  if (file.size === 0) throw containerError(path, 'tar-empty-file', 'is empty: it has 0 bytes');
  const bytes = (await isGzip(file)) ? await gunzip(file, path) : await whole(file, path);
  const entries: ContainerEntry[] = [];
  const rejected: Problem[] = [];
  const seen = new Set<string>();
  for (const block of tarBlocks(bytes, path)) {
    const name = block.name.normalize('NFC').replace(/^(\.\/)+/, '');
    if (block.type === '5' || isIgnoredPath(name)) continue;
    const inside = `${path}/${name}`;
    const problem = seen.has(name) ? twice(inside) : entryProblem(block, inside);
    if (problem) rejected.push(toProblem(problem));
    else entries.push({ kind: 'file', path: inside, className: null, read: async () => bytes.slice(block.at, block.at + block.size) });
    seen.add(name);
  }
  return { entries, rejected };
}

async function whole(file: Blob, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const limit = CONTAINER_LIMITS.memoryBytes;
  if (file.size > limit)
    throw containerError(
      path,
      'tar-too-large',
      `has ${byteText(file.size)}; ${byteText(limit)} are the limit`,
      'Unpack it and drop the folder.',
    );
  return new Uint8Array(await file.arrayBuffer());
}

/** Why this entry is left out, or undefined. */
function entryProblem({ name, type, size, pax }: TarBlock, path: string) {
  const unsafe = unsafeName(name);
  if (unsafe) return containerError(path, 'tar-unsafe-name', `was not opened: ${unsafe}`, REST);
  if (type === '1' || type === '2') return containerError(path, 'tar-link', 'is a link, not a file', REST);
  if (type === 'S' || [...pax.keys()].some((key) => key.startsWith('GNU.sparse')))
    return containerError(path, 'tar-sparse', 'is stored with holes, which is not read', 'Pack it again without --sparse.');
  if (type !== '0' && type !== '7') return containerError(path, 'tar-special', `is not a file (type ${JSON.stringify(type)})`, REST);
  const stated = pax.get('size');
  if (stated !== undefined && Number(stated) !== size)
    return containerError(path, 'tar-two-sizes', 'has two different sizes in its headers', 'Pack it again.');
  if (PACKED_NAME.test(name) && !IDX_NAME.test(name))
    return containerError(path, 'tar-nested', 'is an archive inside an archive, which is not opened', 'Unpack it and drop it by itself.');
  if (size > CONTAINER_LIMITS.sampleBytes)
    return containerError(
      path,
      'tar-entry-too-large',
      `has ${byteText(size)}; ${byteText(CONTAINER_LIMITS.sampleBytes)} are the limit`,
      REST,
    );
  return undefined;
}

function twice(path: string) {
  return containerError(path, 'tar-duplicate', 'is in its archive twice; the first one is used', REST);
}
