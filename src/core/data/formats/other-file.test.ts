/**
 * @file Files that are something else than the target takes, real ones of each family in each of the four: named for what they are, also
 * where their suffix says otherwise; and what only looks like something else is left alone.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Modality } from '../../../config/run-config.ts';
import { PlaygroundError } from '../../errors.ts';
import { decodeAudio } from '../audio/decode-audio.ts';
import { readPoints } from '../points/read-points.ts';
import { decodeClip } from '../video/decode-clip.ts';
import { checkPicture } from './check-picture.ts';
import { type Bytes, join, u32be, u32le } from './test-fixtures.ts';

const fixture = (name: string): Bytes => Uint8Array.from(readFileSync(`test/fixtures/${name}`));
const READ: Record<Modality, (bytes: Bytes, path: string) => unknown> = {
  image: checkPicture,
  audio: (bytes, path) => decodeAudio(bytes, path),
  point: readPoints,
  video: (bytes, path) => decodeClip(new Blob([bytes]), path, { modality: 'video', frames: 8, size: [16, 16] }),
};
async function refusal(modality: Modality, bytes: Bytes, path: string): Promise<PlaygroundError> {
  try {
    await READ[modality](bytes, path);
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
  throw new Error(`${path} was accepted`);
}

const PNG = fixture('video/still.png');
const WAV = fixture('audio/mulaw.wav');
const RENAME_SOUND = 'Rename it to .wav. To train on sounds, choose a target for sounds.';
const RENAME_PICTURE = 'Rename it to .png. To train on pictures, choose a target for pictures.';

describe('right content, wrong suffix', () => {
  it.each<[Modality, string, Bytes, string, string, string]>([
    ['image', 'a.png', WAV, 'file-sound', 'is a WAV sound named .png, not a picture', RENAME_SOUND],
    ['image', 'a.wav', WAV, 'file-sound', 'is a WAV sound, not a picture', 'Pictures are PNG'],
    ['image', 'a', WAV, 'file-sound', 'is a WAV sound, not a picture', 'Pictures are PNG'],
    ['image', 'a.jpg', fixture('audio/clip.mp3'), 'file-sound', 'is an MP3 sound named .jpg, not a picture', 'Rename it to .mp3.'],
    ['image', 'a.jpg', fixture('audio/clip.flac'), 'file-sound', 'is a FLAC sound named .jpg, not a picture', 'Rename it to .flac.'],
    ['image', 'a.gif', fixture('video/clip.mp4'), 'file-clip', 'is an MP4 file (video or sound), not a picture', 'Pictures are PNG'],
    ['image', 'a.png', fixture('video/clip.webm'), 'file-clip', 'is a WebM or MKV file named .png, not a picture', 'Rename it to .webm.'],
    ['image', 'a.png', fixture('video/clip.avi'), 'file-clip', 'is an AVI video named .png, not a picture', 'Rename it to .avi.'],
    ['audio', 'a.wav', PNG, 'file-picture', 'is a PNG picture named .wav, not a sound', RENAME_PICTURE],
    ['audio', 'a.mp3', fixture('video/still.gif'), 'file-picture', 'is a GIF picture named .mp3, not a sound', 'Rename it to .gif.'],
    [
      'audio',
      'a.wav',
      fixture('video/clip.mpg'),
      'file-clip',
      'is an MPEG-1 or MPEG-2 video named .wav, not a sound',
      'Rename it to .mpg.',
    ],
    ['point', 'a.ply', WAV, 'file-sound', 'is a WAV sound named .ply, not a point cloud', RENAME_SOUND],
    ['point', 'a.obj', PNG, 'file-picture', 'is a PNG picture named .obj, not a point cloud', RENAME_PICTURE],
    ['point', 'a.stl', fixture('video/clip.mp4'), 'file-clip', 'is an MP4 file (video or sound) named .stl, not a point cloud', 'Rename'],
    ['point', 'a.txt', WAV, 'file-sound', 'is a WAV sound, not a point cloud', 'Points and surfaces are'],
    ['video', 'a.mp4', WAV, 'file-sound', 'is a WAV sound named .mp4, not a clip', RENAME_SOUND],
    ['video', 'a.mp4', PNG, 'file-picture', 'is a PNG picture named .mp4, not a clip', RENAME_PICTURE],
    ['video', 'a.gif', fixture('video/still.gif'), 'file-picture', 'is a GIF picture, not a clip', 'Frames of a clip belong in a folder'],
  ])('%s, %s', async (modality, path, bytes, code, is, todo) => {
    const error = await refusal(modality, bytes, path);
    expect([error.code, error.message, error.where]).toEqual([code, `${path} ${is}.`, path]);
    expect(error.hint).toContain(`It was left out; the rest loads. ${todo}`);
  });
});

const COMMON: readonly [string, Bytes, string][] = [
  ['nothing', join(), 'file-empty'],
  ['a web page', join('<!DOCTYPE html><html><body>404</body></html>'), 'file-html'],
  ['a git-lfs pointer', join('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n'), 'file-lfs-pointer'],
  ['gzip', join([0x1f, 0x8b, 8], new Uint8Array(40)), 'file-gzip'],
  ['zip', join('PK\x03\x04', new Uint8Array(40)), 'file-zip'],
  ['a pickle', join([0x80, 4, 0x95], new Uint8Array(40)), 'file-pickle'],
  ['a PDF', join('%PDF-1.7 …'), 'file-pdf'],
];

describe.each(['image', 'audio', 'point', 'video'] as const)('%s: the same words for', (modality) => {
  it.each(COMMON)('%s', async (_, bytes, code) => {
    const error = await refusal(modality, bytes, 'set/a.bin');
    expect([error.code, error.where]).toEqual([code, 'set/a.bin']);
    expect(error.hint).toMatch(/^It was left out; the rest loads\. [A-Z].*\.$/);
    const { message: ofPictures } = await refusal('image', bytes, 'set/a.bin');
    const noun = { image: 'picture', audio: 'sound', point: 'point cloud', video: 'clip' }[modality];
    expect(error.message).toBe(ofPictures.replace('picture', noun));
  });
});

describe('what only looks like something else', () => {
  const triangle = new Uint8Array(Float32Array.of(0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0).buffer);
  it.each(['the free model', 'ftyp', 'movie moov', 'GG', 'x'])('a binary STL whose header says “%s” is read', (words) => {
    const bytes = join(words.padEnd(80, '\0'), u32le(1), triangle, [0, 0]);
    expect(readPoints(bytes, 'a.stl').format).toBe('stl');
  });
  it('a table whose first column is called ID3 is read', () => {
    expect(readPoints(join('ID3,x,y,z\n1,0,0,0\n2,1,1,1\n'), 'a.csv').format).toBe('table');
  });
  it('a QuickTime film without its first box is no sound', async () => {
    expect((await refusal('audio', join(u32be(16), 'moov', new Uint8Array(8)), 'a.wav')).code).toBe('not-a-sound');
  });
});
