/**
 * @file Containers for tests: those that other programs wrote (`reference/container_goldens.py`), and a reader that takes
 * everything out of one and checks it. Imported by tests only.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlaygroundError } from '../../errors.ts';
import type { ContainerEntry, NamedFile, ReadyPicture } from './container-entry.ts';

const FOLDER = 'test/fixtures/containers';

export const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8'));

export function goldenBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

export function golden(name: string): NamedFile {
  return { path: name, file: new Blob([goldenBytes(name)]) };
}

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** One channel of a ready picture as numbers. */
export function channel({ rgba }: ReadyPicture, at: number): number[] {
  return Array.from({ length: rgba.length / 4 }, (_, pixel) => rgba[4 * pixel + at]!);
}

/** Digest of a file entry, grey values of a picture entry. */
export async function contentOf(entry: ContainerEntry): Promise<unknown> {
  if (entry.kind === 'frames') return Promise.all(entry.frames.map(contentOf));
  return entry.kind === 'file' ? digest(await entry.read()) : channel(await entry.read(), 0);
}

/** The code of the rejection; a throw of any other kind is told apart. */
export async function codeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return 'none';
  } catch (error) {
    if (!(error instanceof PlaygroundError)) return `not a PlaygroundError: ${error instanceof Error ? error.stack : error}`;
    return error.hint && error.where && error.message.endsWith('.') ? error.code : `no hint, where or full stop: ${error.message}`;
  }
}
