/** @file Sound files that nobody should have: each is refused with its own code, a sentence and a hint. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { type Bytes, join, pngClaiming, u32le } from '../formats/test-fixtures.ts';
import { expectOwnWords, refusalOf } from '../test-refusals.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';
import { decodeAudio } from './decode-audio.ts';
import { bytesOf, extensible, wav } from './test-wav.ts';

const fixture = (name: string): Bytes => Uint8Array.from(readFileSync(`test/fixtures/audio/${name}`));
const cut = (bytes: Bytes, length: number): Bytes => bytes.slice(0, length < 0 ? bytes.length + length : length);
const at = (bytes: Bytes, place: number, ...values: number[]): Bytes => {
  bytes.set(values, place);
  return bytes;
};
const text = (words: string) => join(words);
const indexOf = (bytes: Bytes, word: string) => Buffer.from(bytes).indexOf(word, 0, 'latin1');

const good = wav({ data: new Uint8Array(1000) });
const ogg = fixture('clip-opus.ogg');
const mp3 = fixture('clip.mp3');
const m4a = fixture('clip.m4a');
const flac = fixture('clip.flac');
const webm = fixture('clip.webm');
const aac = fixture('clip.aac');
const float = (...values: number[]) => wav({ tag: 3, bits: 32, data: bytesOf(Float32Array.from(values)) });

/** Bytes of the M4A written over those `after` bytes behind the name of a box. */
const inBox = (name: string, after: number, ...values: number[]) => at(Uint8Array.from(m4a), indexOf(m4a, name) + 4 + after, ...values);

const BAD: Record<string, readonly [Bytes, string]> = {
  'no bytes': [join(), 'file-empty'],
  'one byte': [join('R'), 'not-a-sound'],
  'a text': [text('hello, this is no sound'), 'not-a-sound'],
  'a web page': [text('<!DOCTYPE html><html><body>404</body></html>'), 'file-html'],
  'a git-lfs pointer': [text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n'), 'file-lfs-pointer'],
  'a picture': [pngClaiming(8, 8), 'file-picture'],
  'a zip': [join('PK\x03\x04', new Uint8Array(40)), 'file-zip'],
  'a gzip': [join([0x1f, 0x8b, 8], new Uint8Array(40)), 'file-gzip'],
  'a pickle': [join([0x80, 4, 0x95], new Uint8Array(40)), 'file-pickle'],
  'a PDF': [text('%PDF-1.7 …'), 'file-pdf'],
  'an AVI video': [join('RIFF', u32le(100), 'AVI LIST', new Uint8Array(80)), 'file-clip'],
  'an AIFF': [fixture('clip.aiff'), 'audio-aiff'],
  'a Windows Media file': [join([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], new Uint8Array(40)), 'audio-wma'],
  'an AMR recording': [join('#!AMR\n', new Uint8Array(40)), 'audio-amr'],
  'a MIDI file': [join('MThd', new Uint8Array(40)), 'audio-midi'],
  'a Core Audio file': [join('caff', new Uint8Array(40)), 'audio-caf'],
  'a Sun AU file': [join('.snd', new Uint8Array(40)), 'audio-au'],
  'a video without sound': [fixture('no-sound.mp4'), 'audio-no-sound'],

  'WAV: big-endian': [wav({ group: 'RIFX' }), 'wav-big-endian'],
  'WAV: cut after RIFF': [cut(good, 12), 'wav-no-header'],
  'WAV: cut inside the name of its format': [cut(good, 18), 'wav-no-header'],
  'WAV: cut inside its format': [cut(good, 30), 'audio-cut-off'],
  'WAV: cut before its samples': [cut(good, 36), 'wav-no-data'],
  'WAV: cut inside the length of its samples': [cut(good, 42), 'wav-no-data'],
  'WAV: cut at its first sample': [cut(good, 44), 'audio-cut-off'],
  'WAV: cut one byte early': [cut(good, -1), 'audio-cut-off'],
  'WAV: no samples': [wav({ data: [] }), 'audio-empty'],
  'WAV: no samples, then a list': [wav({ data: [], after: join('LIST', u32le(4), 'INFO') }), 'audio-empty'],
  'WAV: samples before the format': [join('RIFF', u32le(20), 'WAVEdata', u32le(8), new Uint8Array(8)), 'wav-no-format'],
  'WAV: a format of 14 bytes': [wav({ formatSize: 14 }), 'wav-damaged'],
  'WAV: an extensible format that is not': [wav({ tag: 0xfffe }), 'wav-damaged'],
  'WAV: half a frame left over': [wav({ channels: 2, data: new Uint8Array(10) }), 'wav-damaged'],
  'WAV: ADPCM': [fixture('adpcm.wav'), 'wav-codec'],
  'WAV: MP3 inside': [wav({ tag: 85 }), 'wav-codec'],
  'WAV: an unknown codec': [wav({ tag: 0x4242 }), 'wav-codec'],
  'WAV: 0 channels': [wav({ channels: 0, frameBytes: 2 }), 'audio-bad-channels'],
  'WAV: 65 channels': [wav({ channels: 65 }), 'audio-bad-channels'],
  'WAV: 0 samples a second': [wav({ rate: 0 }), 'audio-bad-rate'],
  'WAV: 4 billion samples a second': [wav({ rate: 0xffffffff, byteRate: 0 }), 'audio-bad-rate'],
  'WAV: 48 bits': [wav({ bits: 48 }), 'wav-odd-bits'],
  'WAV: 0 bits': [wav({ bits: 0, frameBytes: 2 }), 'wav-odd-bits'],
  'WAV: floats of 16 bits': [wav({ tag: 3, bits: 16 }), 'wav-odd-bits'],
  'WAV: 33 of 32 bits': [wav({ tag: 0xfffe, bits: 32, more: extensible(33, 1) }), 'wav-odd-bits'],
  'WAV: 24 of 32 bits at the wrong end': [
    wav({ tag: 0xfffe, bits: 32, more: extensible(24, 1), data: bytesOf(Int32Array.of(1)) }),
    'wav-odd-bits',
  ],
  'WAV: frames too long for their samples': [wav({ bits: 24, frameBytes: 4 }), 'wav-contradiction'],
  'WAV: bytes a second that cannot be': [wav({ byteRate: 16000 }), 'wav-contradiction'],
  'WAV: a NaN': [float(0, Number.NaN, 0), 'audio-not-finite'],
  'WAV: an infinite sample': [float(0, 0, Number.NEGATIVE_INFINITY), 'audio-not-finite'],
  'WAV: 16-bit numbers as floats': [float(0, -12000, 30000), 'audio-wrong-scale'],
  'WAV: 31 minutes': [wav({ rate: 1000, bits: 8, data: new Uint8Array(31 * 60 * 1000) }), 'audio-too-long'],

  'Ogg: cut inside its first page': [cut(ogg, 20), 'audio-cut-off'],
  'Ogg: cut inside its last page': [cut(ogg, -10), 'audio-cut-off'],
  'Ogg: without its last page': [cut(ogg, Buffer.from(ogg).lastIndexOf('OggS')), 'audio-cut-off'],
  'Ogg: one bit changed': [at(Uint8Array.from(ogg), 400, ogg[400]! ^ 1), 'audio-damaged'],
  'Ogg: something between pages': [join(ogg, 'junk and more junk than a header'), 'audio-damaged'],
  'MP3: a tag and nothing more': [join('ID3', [4, 0, 0, 0, 0, 0, 10], new Uint8Array(10)), 'audio-empty'],
  'MP3: cut inside its tag': [join('ID3', [4, 0, 0, 0, 0, 1, 0]), 'audio-cut-off'],
  'MP3: cut inside a frame': [cut(mp3, -20), 'audio-cut-off'],
  'MP3: fewer frames than it counts': [cut(mp3, 1000), 'audio-cut-off'],
  'MP3: a hole': [join(mp3.subarray(0, 900), new Uint8Array(300).fill(7), mp3.subarray(1200)), 'audio-damaged'],
  'MP4: cut inside its media': [cut(m4a, 400), 'audio-cut-off'],
  'MP4: cut inside its table of contents': [cut(m4a, -30), 'audio-cut-off'],
  'MP4: without its table of contents': [cut(m4a, indexOf(m4a, 'moov') - 4), 'audio-cut-off'],
  'MP4: a part that claims gigabytes': [at(Uint8Array.from(m4a), 0, 0x7f, 255, 255, 255), 'audio-cut-off'],
  'MP4: a part of length 3': [at(Uint8Array.from(m4a), 0, 0, 0, 0, 3), 'audio-damaged'],
  'MP4: a table of four billion sizes': [inBox('stsz', 8, 255, 255, 255, 255), 'audio-damaged'],
  'MP4: a table of four billion times': [inBox('stts', 4, 255, 255, 255, 255), 'audio-damaged'],
  'MP4: the first piece four billion times': [inBox('stts', 8, 255, 255, 255, 255), 'audio-damaged'],
  'MP4: four billion pieces in one run': [inBox('stsc', 12, 0x7f, 255, 255, 255), 'audio-damaged'],
  'MP4: sound beyond its end': [inBox('stco', 8, 0x7f, 0, 0, 0), 'audio-cut-off'],
  'MP4: a track longer than its file': [inBox('trak', -8, 0, 255, 255, 255), 'audio-damaged'],
  'FLAC: its name and nothing more': [join('fLaC'), 'audio-cut-off'],
  'FLAC: cut inside its first block': [cut(flac, 30), 'audio-cut-off'],
  'FLAC: its header and nothing more': [cut(flac, 90), 'audio-cut-off'],
  'FLAC: cut inside its last frame': [cut(flac, -5), 'audio-cut-off'],
  'FLAC: cut inside a frame': [cut(flac, -1000), 'audio-cut-off'],
  'FLAC: one bit changed': [at(Uint8Array.from(flac), 8500, flac[8500]! ^ 1), 'audio-damaged'],
  'FLAC: more samples than it counts': [at(Uint8Array.from(flac), 25, 1), 'audio-damaged'],
  'FLAC: fewer samples than it counts': [at(Uint8Array.from(flac), 23, 1), 'audio-cut-off'],
  'WebM: its first bytes and nothing more': [cut(webm, 8), 'audio-cut-off'],
  'WebM: cut inside its list of tracks': [cut(webm, 300), 'audio-cut-off'],
  'WebM: cut inside its sound': [cut(webm, -300), 'audio-cut-off'],
  'WebM: something else inside': [at(Uint8Array.from(webm), 48, 0x12), 'audio-damaged'],
  'AAC: cut inside its first frame': [cut(aac, 9), 'audio-cut-off'],
  'AAC: cut inside a header': [cut(aac, ((aac[3]! & 3) << 11) + (aac[4]! << 3) + (aac[5]! >> 5) + 3), 'audio-cut-off'],
  'AAC: a hole': [join(aac.subarray(0, 500), aac.subarray(550)), 'audio-damaged'],
};

describe('bad sound files', () => {
  it.each(Object.entries(BAD))('%s', async (name, [bytes, code]) => {
    const error: unknown = await decodeAudio(bytes, `folder/${name}.wav`).catch((thrown) => thrown);
    if (!(error instanceof PlaygroundError)) throw new Error(`${name} was accepted or threw ${error}`);
    expect([error.code, error.where]).toEqual([code, `folder/${name}.wav`]);
    expect(error.message.startsWith(`folder/${name}.wav `) && error.message.endsWith('.')).toBe(true);
    expect(error.hint).toMatch(/^It was left out; the rest loads\. [A-Z].*\.$/);
  });

  it('bad files of at least 25 kinds have words of their own', async () => {
    expectOwnWords(await Promise.all(Object.values(BAD).map(([bytes]) => refusalOf(() => decodeAudio(bytes, 'folder/a.wav')))));
  });

  it('one that is larger than the limit', async () => {
    const huge = new Uint8Array(AUDIO_LIMITS.bytes + 1);
    huge.set(good.subarray(0, 44));
    await expect(decodeAudio(huge, 'huge.wav')).rejects.toMatchObject({ code: 'file-too-large' });
  });

  it('names never turn the sentence around', async () => {
    await expect(decodeAudio(join(), 'a\u202egnp.wav')).rejects.toMatchObject({ where: 'agnp.wav' });
  });

  it.each(['clip.flac', 'clip-opus.ogg', 'clip.mp3', 'clip.m4a', 'clip.webm', 'clip.aac'])(
    '%s names its codec where there is no decoder',
    async (name) => {
      await expect(decodeAudio(fixture(name), name)).rejects.toMatchObject({
        code: 'audio-codec',
        message: expect.stringMatching(/no decoder/),
      });
    },
  );
});
