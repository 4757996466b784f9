/** @file Clips that nobody should have: each is refused with its own code, a sentence and a hint. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { type Bytes, crc32, join, pngClaiming, u16le, u32be, u32le } from '../formats/test-fixtures.ts';
import { expectOwnWords, refusalOf } from '../test-refusals.ts';
import { decodeClip } from './decode-clip.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

const fixture = (name: string): Bytes => Uint8Array.from(readFileSync(`test/fixtures/${name.includes('/') ? name : `video/${name}`}`));
const cut = (bytes: Bytes, length: number): Bytes => bytes.slice(0, length < 0 ? bytes.length + length : length);
const indexOf = (bytes: Bytes, word: string, nth = 0) => {
  let at = Buffer.from(bytes).indexOf(word, 0, 'latin1');
  for (let found = 0; found < nth; found++) at = Buffer.from(bytes).indexOf(word, at + 1, 'latin1');
  expect(at, word).toBeGreaterThan(0);
  return at;
};
const withBytes = (bytes: Bytes, place: number, ...values: number[]): Bytes => {
  const copy = Uint8Array.from(bytes);
  copy.set(values, place);
  return copy;
};
/** Bytes written over those `after` bytes behind the name of a box. */
const inBox = (bytes: Bytes, name: string, after: number, ...values: number[]) =>
  // Files name avc1 in their first box, too.
  withBytes(bytes, indexOf(bytes, name, name === 'avc1' ? 1 : 0) + 4 + after, ...values);
/** An MP4 that is nothing but these outermost boxes. */
const box = (type: string, ...content: Parameters<typeof join>) => {
  const bytes = join(...content);
  return join(u32be(8 + bytes.length), type, bytes);
};
const ftyp = box('ftyp', 'isom', u32be(0), 'isom');

const mp4 = fixture('clip.mp4'); // its table of contents comes first
const end = fixture('clip-end.mp4'); // its table of contents comes last
const fragments = fixture('fragments.mp4');
const webm = fixture('clip.webm');
const live = fixture('live.webm');
const gif = fixture('clip.gif');
const webp = fixture('clip.webp');
const apng = fixture('clip.png');
const huge = [0xff, 0xff, 0xff, 0xff];
const cluster = '\x1f\x43\xb6\x75';

/** A PNG chunk whose checksum fits. */
const chunk = (type: string, data: Bytes) => join(u32be(data.length), type, data, u32be(crc32(join(type, data))));
const apngWith = (type: string, change: (data: Bytes) => Bytes | undefined, from = apng): Bytes => {
  const view = new DataView(from.buffer);
  const parts: Bytes[] = [from.slice(0, 8)];
  for (let at = 8; at < from.length; ) {
    const size = view.getUint32(at);
    const name = Buffer.from(from.subarray(at + 4, at + 8)).toString('latin1');
    const data = from.slice(at + 8, at + 8 + size);
    const changed = name === type ? change(data) : data;
    if (changed) parts.push(chunk(name, changed));
    at += 12 + size;
  }
  return join(...parts);
};
const gifOf = (width: number, height: number, ...blocks: Parameters<typeof join>) =>
  join('GIF89a', u16le(width), u16le(height), [0x80, 0, 0], Array(6).fill(0), ...blocks);
const gifFrame = (delay: number, width = 4, height = 4, data = [2, 2, 0x4c, 1, 0]) =>
  join([0x21, 0xf9, 4, 0], u16le(delay), [0, 0, 0x2c, 0, 0, 0, 0], u16le(width), u16le(height), [0], data);

const BAD: Record<string, readonly [Bytes, string]> = {
  'no bytes': [join(), 'file-empty'],
  'one byte': [join('\x1a'), 'not-a-clip'],
  'a text': [join('hello, this is no clip'), 'not-a-clip'],
  'a web page': [join('<!DOCTYPE html><html><body>404</body></html>'), 'file-html'],
  'a git-lfs pointer': [join('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n'), 'file-lfs-pointer'],
  'a playlist': [join('#EXTM3U\n#EXT-X-VERSION:3\npart1.ts\n'), 'file-playlist'],
  'a zip': [join('PK\x03\x04', new Uint8Array(40)), 'file-zip'],
  'a gzip': [join([0x1f, 0x8b, 8], new Uint8Array(40)), 'file-gzip'],
  'a pickle': [join([0x80, 4, 0x95], new Uint8Array(40)), 'file-pickle'],
  'a PDF': [join('%PDF-1.7 …'), 'file-pdf'],
  'a JPEG': [join([0xff, 0xd8, 0xff, 0xe0], new Uint8Array(40)), 'file-picture'],
  'a still GIF': [fixture('still.gif'), 'file-picture'],
  'a still PNG': [fixture('still.png'), 'file-picture'],
  'a still WebP': [fixture('still.webp'), 'file-picture'],
  'an AVIF': [join(u32be(24), 'ftypavif', u32be(0), 'mif1miaf'), 'file-picture'],
  'a WAV': [fixture('audio/mulaw.wav'), 'file-sound'],
  'an MP3': [fixture('audio/clip.mp3'), 'file-sound'],
  'a FLAC': [fixture('audio/clip.flac'), 'file-sound'],
  'an Ogg sound': [fixture('audio/clip-opus.ogg'), 'file-sound'],
  'an M4A': [fixture('audio/clip.m4a'), 'video-no-pictures'],
  'a WebM without pictures': [fixture('audio/clip.webm'), 'video-no-pictures'],
  'an AVI': [fixture('clip.avi'), 'video-avi'],
  'an MPEG program stream': [fixture('clip.mpg'), 'video-mpeg'],
  'an MPEG-1 stream': [join([0, 0, 1, 0xb3], new Uint8Array(40)), 'video-mpeg'],
  'an MPEG transport stream': [fixture('clip.m2ts'), 'video-mpeg-ts'],
  'a camcorder stream': [join(...Array.from({ length: 4 }, () => join(u32be(0), 'G', new Uint8Array(187)))), 'video-mpeg-ts'],
  'a Windows Media file': [fixture('clip.wmv'), 'video-wmv'],
  'a Flash video': [fixture('clip.flv'), 'video-flv'],
  'a Flash film': [join('CWS\x09', new Uint8Array(40)), 'video-flash'],
  'an Ogg video': [join('OggS', new Uint8Array(24), '\x80theora', new Uint8Array(40)), 'video-ogg'],
  'a RealMedia file': [join('.RMF', new Uint8Array(40)), 'video-real'],
  'a bare H.264 stream': [join([0, 0, 0, 1, 0x67], new Uint8Array(40)), 'video-bare-stream'],

  'MP4: its first box and nothing more': [ftyp, 'video-cut-off'],
  'MP4: cut inside its first box': [cut(mp4, 20), 'video-cut-off'],
  'MP4: cut inside the head of a box': [cut(mp4, ftyp.length + 12), 'video-cut-off'],
  'MP4: cut inside its table of contents': [cut(mp4, indexOf(mp4, 'stbl')), 'video-cut-off'],
  'MP4: its table of contents and nothing more': [cut(mp4, indexOf(mp4, 'moov') - 4 + 0), 'video-cut-off'],
  'MP4: cut inside its media': [cut(mp4, -100), 'video-cut-off'],
  'MP4: cut one byte early': [cut(mp4, -1), 'video-cut-off'],
  'MP4: broken off before its table of contents': [cut(end, indexOf(end, 'moov') - 4), 'video-cut-off'],
  'MP4: cut inside its table of contents at the end': [cut(end, -50), 'video-cut-off'],
  'MP4: a table of contents without media': [cut(mp4, indexOf(mp4, 'mdat') - 4), 'video-cut-off'],
  'MP4: no media at all': [join(ftyp, box('moov', box('mvhd', new Uint8Array(100)))), 'video-empty'],
  'MP4: no track': [join(ftyp, box('moov', box('mvhd', new Uint8Array(100))), box('mdat', [1, 2, 3])), 'video-no-pictures'],
  'MP4: a box that claims gigabytes': [inBox(mp4, 'mdat', -8, ...huge), 'video-cut-off'],
  'MP4: a box of length 3': [withBytes(mp4, 0, 0, 0, 0, 3), 'video-damaged'],
  'MP4: a long box of length 12': [join(ftyp, u32be(1), 'mdat', u32be(0), u32be(12), new Uint8Array(20)), 'video-damaged'],
  'MP4: a box without a name': [inBox(mp4, 'mdat', -4, 1, 2, 3, 4), 'video-damaged'],
  'MP4: media beyond its end': [inBox(mp4, 'stco', 8, 0x7f, 0, 0, 0), 'video-cut-off'],
  'MP4: a table of four billion sizes': [inBox(mp4, 'stsz', 8, ...huge), 'video-damaged'],
  'MP4: a table of four billion times': [inBox(mp4, 'stts', 4, ...huge), 'video-damaged'],
  'MP4: a table of four billion key frames': [inBox(mp4, 'stss', 4, ...huge), 'video-damaged'],
  'MP4: a table of four billion chunks': [inBox(mp4, 'stsc', 4, ...huge), 'video-damaged'],
  'MP4: four billion frames in one run': [inBox(mp4, 'stsc', 12, 0x7f, 0xff, 0xff, 0xff), 'video-damaged'],
  'MP4: the first frame shown four billion times': [inBox(mp4, 'stts', 8, ...huge), 'video-damaged'],
  'MP4: four billion frames of one size': [inBox(inBox(mp4, 'stsz', 8, ...huge), 'stsz', 4, 0, 0, 0, 1), 'video-damaged'],
  'MP4: sizes of 0 bits': [inBox(inBox(mp4, 'stsz', 8, ...huge), 'stsz', -4, ...Buffer.from('stz2')), 'video-damaged'],
  'MP4: a track longer than its file': [inBox(mp4, 'trak', -8, 0, 0xff, 0xff, 0xff), 'video-damaged'],
  'MP4: 0 pixels wide': [inBox(mp4, 'avc1', 24, 0, 0), 'video-zero-size'],
  'MP4: 65,535 pixels wide and high': [inBox(mp4, 'avc1', 24, 255, 255, 255, 255), 'video-too-large'],
  'MP4: encrypted': [inBox(mp4, 'avc1', -4, ...Buffer.from('encv')), 'video-encrypted'],
  'MP4: no frame': [inBox(inBox(mp4, 'stts', 4, 0, 0, 0, 0), 'stsz', 8, 0, 0, 0, 0), 'video-empty'],
  'MP4: one frame': [fixture('one-frame.mp4'), 'video-one-frame'],
  'MP4: frames that last no time': [inBox(mp4, 'stts', 12, 0, 0, 0, 0), 'video-no-length'],
  'MP4: frames that last hours': [inBox(mp4, 'stts', 12, 0x0f, 0, 0, 0), 'video-too-long'],
  'MP4: HEVC': [fixture('clip-hevc.mp4'), 'video-codec'],
  'MP4: a codec that nobody knows': [inBox(mp4, 'avc1', -4, ...Buffer.from('zzz\x07')), 'video-codec'],
  'MP4: a run of four billion frames': [inBox(fragments, 'trun', 4, ...huge), 'video-damaged'],
  'MP4: a run of four billion frames of the same size': [inBox(inBox(fragments, 'trun', 4, ...huge), 'trun', 1, 0, 0, 0), 'video-damaged'],
  'MP4: a fragment broken off': [cut(fragments, indexOf(fragments, 'moof', 1) + 30), 'video-cut-off'],
  "MP4: a fragment's media broken off": [cut(fragments, indexOf(fragments, 'mdat', 1) + 30), 'video-cut-off'],
  'MOV: ProRes': [fixture('clip-prores.mov'), 'video-codec'],
  'MOV: without its first box, broken off': [cut(fixture('clip.mov').slice(20), 300), 'video-cut-off'],

  'WebM: its first bytes and nothing more': [cut(webm, 8), 'video-cut-off'],
  'WebM: cut after its head': [cut(webm, 36), 'video-cut-off'],
  'WebM: cut inside its list of tracks': [cut(webm, indexOf(webm, '\x16\x54\xae\x6b') + 20), 'video-cut-off'],
  'WebM: cut before its first frames': [cut(webm, indexOf(webm, cluster)), 'video-cut-off'],
  'WebM: cut inside a frame': [cut(webm, indexOf(webm, cluster) + 200), 'video-cut-off'],
  'WebM: cut one byte early': [cut(webm, -1), 'video-cut-off'],
  'WebM: something else inside': [withBytes(webm, indexOf(webm, cluster), 0x1f, 0x43, 0xb6, 0x70), 'video-damaged'],
  'WebM: something else inside a cluster': [withBytes(webm, indexOf(webm, cluster) + 6, 0x81), 'video-damaged'],
  'WebM: a recording cut inside a frame': [cut(live, -10), 'video-cut-off'],
  'WebM: a recording without frames': [cut(live, indexOf(live, cluster)), 'video-empty'],
  'MKV: FFV1': [fixture('clip-ffv1.mkv'), 'video-codec'],

  'GIF: its head and nothing more': [cut(gif, 13), 'video-cut-off'],
  'GIF: cut inside a frame': [cut(gif, 1000), 'video-cut-off'],
  'GIF: without its end': [cut(gif, -1), 'video-cut-off'],
  'GIF: something else inside': [gifOf(4, 4, gifFrame(5), [0x77], gifFrame(5), [0x3b]), 'video-damaged'],
  'GIF: packed in 0 bits': [gifOf(4, 4, gifFrame(5), gifFrame(5, 4, 4, [0, 1, 1, 0]), [0x3b]), 'video-damaged'],
  'GIF: a frame without pixels': [gifOf(4, 4, gifFrame(5), gifFrame(5, 4, 4, [2, 0]), [0x3b]), 'video-damaged'],
  'GIF: no frames': [gifOf(4, 4, [0x3b]), 'video-empty'],
  'GIF: 0 pixels wide': [gifOf(0, 4, gifFrame(5, 0), gifFrame(5, 0), [0x3b]), 'video-zero-size'],
  'GIF: 65,535 pixels wide and high': [gifOf(65535, 65535, gifFrame(5), gifFrame(5), [0x3b]), 'video-too-large'],
  'GIF: a frame larger than the whole': [gifOf(4, 4, gifFrame(5), gifFrame(5, 60000, 60000), [0x3b]), 'video-too-large'],
  'GIF: 22 minutes': [gifOf(4, 4, gifFrame(65535), gifFrame(65535), [0x3b]), 'video-too-long'],
  'WebP: cut inside a frame': [cut(webp, 500), 'video-cut-off'],
  'WebP: a frame longer than the file': [inBox(webp, 'ANMF', 0, ...u32le(0x00ffffff)), 'video-damaged'],
  'WebP: a frame outside its picture': [inBox(webp, 'ANMF', 4, 9, 0, 0), 'video-damaged'],
  'WebP: 16 million pixels wide': [inBox(webp, 'VP8X', 8, 255, 255, 255, 255, 255, 255), 'video-too-large'],
  'WebP: no frames': [join('RIFF', u32le(4 + 18), 'WEBPVP8X', u32le(10), [2, 0, 0, 0, 3, 0, 0, 3, 0, 0]), 'video-empty'],
  'PNG: cut inside a frame': [cut(apng, 1000), 'video-cut-off'],
  'PNG: without its end': [cut(apng, -12), 'video-cut-off'],
  'PNG: one bit changed': [withBytes(apng, 1200, apng[1200]! ^ 1), 'video-damaged'],
  'PNG: more frames than it counts': [apngWith('acTL', (data) => withBytes(data, 0, 0, 0, 0, 3)), 'video-damaged'],
  'PNG: fewer frames than it counts': [apngWith('acTL', (data) => withBytes(data, 0, 0, 0, 1, 0)), 'video-damaged'],
  'PNG: 0 pixels wide': [apngWith('IHDR', (data) => withBytes(data, 0, 0, 0, 0, 0)), 'video-zero-size'],
  'PNG: 16,384 pixels wide and high': [apngWith('IHDR', (data) => withBytes(data, 0, 0, 0, 64, 0, 0, 0, 64, 0)), 'video-too-large'],
  'PNG: a still one that claims 30,000 pixels': [pngClaiming(30_000, 30_000), 'video-too-large'],
  'PNG: frames that last for ever': [apngWith('fcTL', (data) => withBytes(data, 20, 255, 255, 0, 1)), 'video-too-long'],
};

const form = { modality: 'video', frames: 8, size: [16, 16] } as const;

describe(`${Object.keys(BAD).length} bad clips`, () => {
  it.each(Object.entries(BAD))('%s', async (name, [bytes, code]) => {
    const error: unknown = await decodeClip(new Blob([bytes]), `folder/${name}.mp4`, form).catch((thrown) => thrown);
    if (!(error instanceof PlaygroundError)) throw new Error(`${name} was accepted or threw ${error}`);
    expect([error.code, error.where], error.message).toEqual([code, `folder/${name}.mp4`]);
    expect(error.message.startsWith(`folder/${name}.mp4 `) && /[^.]\.$/.test(error.message)).toBe(true);
    expect(error.hint).toMatch(/^It was left out; the rest loads\. [A-Z].*\.$/);
  });

  it('bad files of at least 25 kinds have words of their own', async () => {
    expectOwnWords(await Promise.all(Object.values(BAD).map(([bytes]) => refusalOf(() => decodeClip(new Blob([bytes]), 'a/b.mp4', form)))));
  });

  it('says which codec, and what to convert to', async () => {
    const rejection = decodeClip(new Blob([fixture('clip-hevc.mp4')]), 'a.mp4', form);
    await expect(rejection).rejects.toMatchObject({
      message: 'a.mp4 holds HEVC (H.265) video, for which this browser has no decoder.',
      hint: expect.stringMatching(/MP4 with H\.264 or to a WebM/),
    });
  });

  it('one that is larger than the limit, or cannot be read any more', async () => {
    const sized = (size: number, first: Bytes) =>
      ({ size, slice: (from: number, to: number) => new Blob([first.slice(from, to)]) }) as unknown as Blob;
    await expect(decodeClip(sized(VIDEO_LIMITS.bytes + 1, mp4), 'x', form)).rejects.toMatchObject({ code: 'file-too-large' });
    await expect(decodeClip(sized(VIDEO_LIMITS.animationBytes + 1, gif), 'x', form)).rejects.toMatchObject({ code: 'file-too-large' });
    const gone = { size: 100, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }) } as unknown as Blob;
    await expect(decodeClip(gone, 'x', form)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('names never turn the sentence around', async () => {
    await expect(decodeClip(new Blob([]), 'a\u202egnp.mp4', form)).rejects.toMatchObject({ where: 'agnp.mp4' });
  });

  it('a form that no model has is our mistake, not the file’s', async () => {
    for (const frames of [0, 1.5, 301]) await expect(decodeClip(new Blob([mp4]), 'x', { ...form, frames })).rejects.toThrow(RangeError);
  });

  it.each(['clip.mp4', 'clip-end.mp4', 'fragments.mp4', 'clip.mov', 'clip.mkv', 'clip.webm', 'clip-vp8.webm', 'live.webm', 'clip-av1.mp4'])(
    '%s is whole: it ends where a decoder would begin',
    async (name) => {
      await expect(decodeClip(new Blob([fixture(name)]), name, form)).rejects.toMatchObject({ code: 'video-codec' });
    },
  );

  it.each(['clip.gif', 'clip.webp', 'clip.png', 'variable.gif', 'alpha.png'])('%s as well', async (name) => {
    await expect(decodeClip(new Blob([fixture(name)]), name, form)).rejects.toMatchObject({ code: 'video-no-decoder' });
  });
});
