/** @file Parsers' own odd sounds, points and arrays: each is read or refused with a reason. Skipped where nobody has put them beside the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { decodeAudio } from '../audio/decode-audio.ts';
import { openContainers } from '../containers/open-containers.ts';
import { readPoints } from '../points/read-points.ts';

const folder = process.env.ODD_FILES ?? '../shared/data/odd';
const suites = existsSync(folder) ? readdirSync(folder) : [];
const LARGEST = 2e6;

type Read = (bytes: Uint8Array<ArrayBuffer>, path: string) => unknown;

const READERS: readonly [string, Read][] = [
  ['wav-', (bytes, path) => decodeAudio(bytes, path)],
  ['mesh-', (bytes, path) => readPoints(bytes, path)],
  ['pc-', (bytes, path) => readPoints(bytes, path)],
  ['npy-', open],
  ['npz-', open],
];

async function open(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<void> {
  const { entries } = await openContainers([{ path, file: new Blob([bytes]) }], {
    onRejected: ({ code, message, hint }) => expect([path, Boolean(code && message && hint)]).toEqual([path, true]),
  });
  for (const entry of entries.slice(0, 20)) for (const one of entry.kind === 'frames' ? entry.frames : [entry]) await one.read();
}

describe.skipIf(suites.length === 0)('odd files', () => {
  it.each(READERS)('%s*: each is read or refused with a reason', async (start, read) => {
    for (const suite of suites.filter((name) => name.startsWith(start))) {
      for (const file of readdirSync(join(folder, suite), { withFileTypes: true }).filter((one) => one.isFile())) {
        const path = join(folder, suite, file.name);
        const bytes = new Uint8Array(readFileSync(path));
        if (bytes.length > LARGEST || file.name === 'expected.json') continue;
        try {
          await read(bytes, path);
        } catch (error) {
          if (!(error instanceof PlaygroundError)) throw new Error(`${path} threw ${error}`);
          expect([path, Boolean(error.code && error.message.endsWith('.') && error.hint)]).toEqual([path, true]);
        }
      }
    }
  });
});
