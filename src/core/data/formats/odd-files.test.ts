import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { checkPicture } from './check-picture.ts';
import { openArchive } from './zip-archive.ts';

/** Parsers' test suites, one folder each, where someone has put them beside the repository; else these tests are skipped. */
const folder = process.env.ODD_FILES ?? '../shared/data/odd';
const filesOf = (suite: string) => {
  const path = join(folder, suite);
  return existsSync(path)
    ? readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(path, entry.name)] : []))
    : [];
};

/** Runs it; anything but a result or a rejection with code, sentence and hint fails the test. */
async function judge(path: string, read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw new Error(`${path} threw ${error}`);
    expect([path, Boolean(error.code && error.message.endsWith('.') && error.hint)]).toEqual([path, true]);
  }
}

describe.skipIf(!existsSync(folder))('odd files', () => {
  it.each(['png-suite', 'img-image-rs', 'img-pillow', 'gif-suite', 'jpeg-crash', 'jpeg-ref'])(
    '%s: each picture passes or is rejected with a reason',
    async (suite) => {
      for (const path of filesOf(suite)) await judge(path, () => checkPicture(new Uint8Array(readFileSync(path)), path));
    },
  );

  it.each(['zip-generated', 'zip-jszip', 'zip-libzip', 'zip-yauzl'])(
    '%s: each archive opens or is rejected with a reason',
    async (suite) => {
      for (const path of filesOf(suite)) {
        await judge(path, async () => {
          const { entries, rejected } = await openArchive(new Blob([readFileSync(path)]), 'x.zip');
          for (const { code, message, hint } of rejected) expect([path, Boolean(code && message && hint)]).toEqual([path, true]);
          for (const entry of entries.slice(0, 50)) await judge(`${path} ${entry.path}`, () => entry.read());
        });
      }
    },
  );
});
