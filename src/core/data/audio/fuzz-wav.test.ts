/**
 * @file Seeded damage to WAV files: each mutant is read as numbers that its header accounts for, or refused with a
 * reason. What was accepted is read again by mediabunny, which must find as many samples.
 */
import { AudioSampleSink, BufferSource, Input, WAVE } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '../../errors.ts';
import { join, u32le } from '../formats/test-fixtures.ts';
import { mutants } from '../test-mutants.ts';
import { decodeAudio } from './decode-audio.ts';
import { bytesOf, extensible, type WavParts, wav } from './test-wav.ts';

const MUTANTS = 500;
const wave = Array.from({ length: 400 }, (_, at) => Math.sin(at / 5) * 0.7);
const ints = bytesOf(Int16Array.from(wave, (value) => value * 32767));
const FILES: Record<string, WavParts> = {
  '16-bit with a list': { data: ints, between: join('LIST', u32le(4), 'INFO') },
  '24-bit stereo': { bits: 24, channels: 2, data: ints.subarray(0, 600) },
  float: { tag: 3, bits: 32, data: bytesOf(Float32Array.from(wave)) },
  'extensible, then a chunk': { tag: 0xfffe, more: extensible(16, 1), data: ints, after: join('cue ', u32le(4), 'none') },
};

describe(`${MUTANTS} mutants of each WAV file`, () => {
  it.each(Object.entries(FILES))('%s', async (name, parts) => {
    let [accepted, compared] = [0, 0];
    let seed = 0;
    for (const bytes of mutants(wav(parts), MUTANTS, name.length)) {
      seed++;
      try {
        const { samples, sampleRate, channels } = await decodeAudio(bytes, 'mutant.wav');
        accepted++;
        expect([seed, samples.every((value) => value >= -1 && value <= 1), samples.length > 0]).toEqual([seed, true, true]);
        expect(samples.byteLength).toBeLessThanOrEqual(4 * bytes.length);
        const other = await byMediabunny(bytes);
        // mediabunny also believes a RIFF length that is too short, and takes samples without a length for none.
        const isWhole = new DataView(bytes.buffer).getUint32(4, true) + 8 >= bytes.length;
        if (!other || !isWhole || other.frames === 0) continue;
        compared++;
        expect([seed, other]).toEqual([seed, { rate: sampleRate, channels, frames: samples.length }]);
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw error;
        expect([seed, Boolean(error.code && error.message.endsWith('.') && error.hint)]).toEqual([seed, true]);
      }
    }
    expect(accepted).toBeLessThan(MUTANTS * 0.75);
    expect(compared).toBeGreaterThan(accepted / 2);
  });
});

/** What mediabunny makes of it; undefined where it refuses. */
async function byMediabunny(bytes: Uint8Array): Promise<{ rate: number; channels: number; frames: number } | undefined> {
  try {
    const input = new Input({ source: new BufferSource(bytes), formats: [WAVE] });
    const track = (await input.getPrimaryAudioTrack())!;
    let frames = 0;
    for await (const piece of new AudioSampleSink(track).samples()) {
      frames += piece.numberOfFrames;
      piece.close();
    }
    return { rate: await track.getSampleRate(), channels: await track.getNumberOfChannels(), frames };
  } catch {
    return undefined;
  }
}
