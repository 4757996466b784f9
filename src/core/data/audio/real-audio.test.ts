/**
 * @file Real collections of sounds, where they stand beside the repository: every file passes the checks of its container
 * and comes as far as Node can go, which is the missing decoder.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../formats/zip-archive.ts';
import { decodeAudio } from './decode-audio.ts';

const folder = process.env.REAL_DATA ?? '../shared/data';

describe.skipIf(!existsSync(`${folder}/audio`))('real sounds', () => {
  it.each([
    ['commands.zip', 30],
    ['esc10.zip', 2],
    ['sonicpi-samples.zip', 1],
  ])('%s', async (name, every) => {
    const { entries } = await openArchive(new Blob([readFileSync(`${folder}/audio/${name}`)]), name);
    const sounds = entries.filter(({ path }) => /\.(opus|ogg|flac|wav)$/.test(path)).filter((_, at) => at % every === 0);
    expect(sounds.length).toBeGreaterThan(90);
    for (const entry of sounds) {
      const code = await decodeAudio(await entry.read(), entry.path).then(
        () => 'read',
        (error) => error.code,
      );
      expect([entry.path, code]).toEqual([entry.path, entry.path.endsWith('.wav') ? 'read' : 'audio-codec']);
    }
  });
});
