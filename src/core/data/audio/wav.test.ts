/**
 * @file Reading good WAV files: every encoding against mediabunny, which reads WAV by other code, A-law and µ-law
 * against Python's audioop, and parsers' test files where they stand beside the repository.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { AudioSampleSink, BufferSource, Input, WAVE } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { createRng } from '../../tensor/rng.ts';
import { join, u32le } from '../formats/test-fixtures.ts';
import { decodeAudio } from './decode-audio.ts';
import { mixChannels } from './decoded-audio.ts';
import { bytesOf, extensible, type WavParts, wav } from './test-wav.ts';

const rng = createRng(4, 'wav');
const FRAMES = 5000; // more than two of mediabunny's packets
const noise = Uint8Array.from({ length: FRAMES * 8 }, () => rng.integer(256));
const wave = (count: number) => Array.from({ length: count }, (_, at) => Math.sin(at / 7) * 0.9);

/** Mono samples as mediabunny reads them. */
async function byMediabunny(bytes: Uint8Array): Promise<{ samples: Float32Array; rate: number }> {
  const input = new Input({ source: new BufferSource(bytes), formats: [WAVE] });
  const track = (await input.getPrimaryAudioTrack())!;
  const samples: number[] = [];
  for await (const piece of new AudioSampleSink(track).samples()) {
    const planes = Array.from({ length: piece.numberOfChannels }, (_, planeIndex) => {
      const plane = new Float32Array(piece.numberOfFrames);
      piece.copyTo(plane, { planeIndex, format: 'f32-planar' });
      return plane;
    });
    samples.push(...mixChannels(planes));
    piece.close();
  }
  return { samples: Float32Array.from(samples), rate: await track.getSampleRate() };
}

const GOOD: Record<string, WavParts> = {
  '8-bit': { bits: 8, data: noise.subarray(0, FRAMES) },
  '16-bit': { bits: 16, data: noise.subarray(0, FRAMES * 2) },
  '24-bit': { bits: 24, data: noise.subarray(0, FRAMES * 3) },
  '32-bit': { bits: 32, data: noise.subarray(0, FRAMES * 4) },
  '16-bit stereo at 44.1 kHz': { channels: 2, rate: 44100, data: noise.subarray(0, FRAMES * 4) },
  '24-bit, 3 channels': { channels: 3, bits: 24, data: noise.subarray(0, 9 * 3000) },
  'float 32': { tag: 3, bits: 32, data: bytesOf(Float32Array.from(wave(FRAMES))) },
  'float 64 stereo': { tag: 3, bits: 64, channels: 2, data: bytesOf(Float64Array.from(wave(FRAMES))) },
  'A-law': { tag: 6, bits: 8, data: noise.subarray(0, FRAMES) },
  'µ-law': { tag: 7, bits: 8, data: noise.subarray(0, FRAMES) },
  'extensible 16-bit': { tag: 0xfffe, more: extensible(16, 1), data: noise.subarray(0, FRAMES * 2) },
  'extensible float': { tag: 0xfffe, bits: 32, more: extensible(32, 3), data: bytesOf(Float32Array.from(wave(FRAMES))) },
  'an odd chunk before the data': { between: join('LIST', u32le(5), 'INFO!', [0]), data: noise.subarray(0, 999 * 2) },
  'a chunk after the data': { data: noise.subarray(0, 999 * 2), after: join('cue ', u32le(4), 'none') },
  '384 kHz': { rate: 384000, data: noise.subarray(0, FRAMES * 2) },
};

describe('WAV', () => {
  it.each(Object.entries(GOOD))('%s is read as mediabunny reads it', async (_, parts) => {
    const bytes = wav(parts);
    const expected = await byMediabunny(bytes);
    const got = await decodeAudio(bytes, 'good.wav');
    expect([got.samples.length, got.sampleRate]).toEqual([expected.samples.length, expected.rate]);
    expect(got.channels).toBe(parts.channels ?? 1);
    expect(got.seconds).toBe(got.samples.length / got.sampleRate);
    const worst = got.samples.reduce((most, value, at) => Math.max(most, Math.abs(value - expected.samples[at]!)), 0);
    // mediabunny divides positive samples by 2^n − 1 where this divides by 2^n, and rounds to float32 before it mixes.
    expect(worst).toBeLessThanOrEqual(parts.bits === 8 && !parts.tag ? 1 / 120 : 1 / 30000);
  });

  it.each(['aLaw', 'muLaw'] as const)('%s codes are those of Python’s audioop', async (law) => {
    const expected: number[] = JSON.parse(readFileSync('test/fixtures/audio/laws.json', 'utf8'))[law];
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const { samples } = await decodeAudio(wav({ tag: law === 'aLaw' ? 6 : 7, bits: 8, data: codes }), 'codes.wav');
    expect([...samples].map((value) => value * 32768)).toEqual(expected);
  });

  it('integers are exact: full scale is 1', async () => {
    const values = Int16Array.of(-32768, -1, 0, 1, 16384, 32767);
    const { samples } = await decodeAudio(wav({ data: bytesOf(values) }), 'exact.wav');
    expect([...samples]).toEqual([...values].map((value) => value / 32768));
  });

  it.each([
    ['0xffffffff', 0xffffffff, 0xffffffff],
    ['0', 0, 0],
    ['2³¹ − 1', 0x7fffffff, 0x7fffffff],
  ])('a recording that was still running (length %s) goes to the end of the file', async (_, dataSize, riffSize) => {
    const { samples } = await decodeAudio(wav({ data: noise.subarray(0, 999), dataSize, riffSize }), 'streamed.wav');
    expect(samples).toHaveLength(499);
  });

  it('RF64 has its length in a chunk of its own', async () => {
    const body = wav({ data: noise.subarray(0, 1000), dataSize: 0xffffffff, group: 'RF64', after: join('LIST', u32le(0)) });
    const long = join('ds64', u32le(28), u32le(body.length + 28), u32le(0), u32le(1000), u32le(0), u32le(500), u32le(0), u32le(0));
    const { samples } = await decodeAudio(join(body.subarray(0, 12), long, body.subarray(12)), 'long.wav');
    expect(samples).toHaveLength(500);
  });

  it('12 of 16 bits count where the others are 0', async () => {
    const { samples } = await decodeAudio(wav({ bits: 12, data: bytesOf(Int16Array.of(16384, -32768)) }), 'twelve.wav');
    expect([...samples]).toEqual([0.5, -1]);
  });

  it('floats a little above full scale are cut', async () => {
    const { samples } = await decodeAudio(wav({ tag: 3, bits: 32, data: bytesOf(Float32Array.of(1.5, -8, 0.5)) }), 'loud.wav');
    expect([...samples]).toEqual([1, -1, 0.5]);
  });

  it('the mean of the channels', async () => {
    const { samples, channels } = await decodeAudio(wav({ channels: 2, data: bytesOf(Int16Array.of(8192, -8192, 16384, 0)) }), 'two.wav');
    expect([[...samples], channels]).toEqual([[0, 0.25], 2]);
  });
});

/** Parsers' test suites, where someone has put them beside the repository. */
const folder = process.env.ODD_FILES ?? '../shared/data/odd';

describe.skipIf(!existsSync(folder))('odd WAV files', () => {
  const read = (path: string) => decodeAudio(new Uint8Array(readFileSync(path)), path);

  it('each generated one gets its verdict', async () => {
    const verdicts: Record<string, string> = JSON.parse(readFileSync(joinPath(folder, 'wav-generated/expected.json'), 'utf8'));
    for (const [name, verdict] of Object.entries(verdicts)) {
      const outcome = await read(joinPath(folder, 'wav-generated', name)).then(
        () => 'accept',
        (error) => (error instanceof PlaygroundError ? 'reject' : `throw ${error}`),
      );
      const allowed = [/accept|downmix|decode/.test(verdict) ? 'accept' : '', /reject/.test(verdict) ? 'reject' : ''];
      expect([name, allowed.includes(outcome) ? 'as expected' : outcome]).toEqual([name, 'as expected']);
    }
  });

  it.each(['wav-hound', 'wav-scipy'])('%s: each is read as numbers or rejected with a reason', async (suite) => {
    let accepted = 0;
    for (const name of readdirSync(joinPath(folder, suite))) {
      try {
        const { samples } = await read(joinPath(folder, suite, name));
        expect([name, samples.length > 0 && samples.every((value) => Math.abs(value) <= 1)]).toEqual([name, true]);
        accepted++;
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw new Error(`${name} threw ${error}`);
        expect([name, Boolean(error.code && error.message.endsWith('.') && error.hint)]).toEqual([name, true]);
      }
    }
    expect(accepted).toBeGreaterThan(8);
  });
});
