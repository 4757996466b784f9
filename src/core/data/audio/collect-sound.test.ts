/** @file A long sound that is resampled in pieces gives the numbers of the whole, in a fraction of its memory. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../tensor/rng.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';
import { createAudioRecord } from './audio-record.ts';
import { collectSound } from './collect-sound.ts';
import { decodeAudio } from './decode-audio.ts';
import { createResampler, resampleTo16k } from './resample.ts';
import { wav } from './test-wav.ts';

const rng = createRng(1, 'sound');
const noise = (length: number) => Float32Array.from({ length }, () => 2 * rng.next() - 1);

describe('createResampler', () => {
  it.each([8000, 22_050, 44_100, 44_101, 48_000, 96_000])('from %i Hz gives what the whole sound gives, however it is cut', (rate) => {
    const wave = noise(20_000);
    for (const sizes of [[20_000], [1, 7, 500, 3000], [960]]) {
      const resampler = createResampler(rate, wave.length);
      for (let [at, turn] = [0, 0]; at < wave.length; turn++) {
        const size = sizes[turn % sizes.length]!;
        resampler.push(wave.slice(at, at + size));
        at += size;
      }
      expect(resampler.finish()).toEqual(resampleTo16k(wave, rate));
    }
  });

  it('ends where the sound ends, though more was expected', () => {
    const resampler = createResampler(48_000, 1e6);
    const wave = noise(5000);
    resampler.push(wave);
    expect(resampler.finish()).toEqual(resampleTo16k(wave, 48_000));
    expect(createResampler(48_000, 9).finish()).toHaveLength(0);
  });
});

describe('collectSound', () => {
  it('keeps a short sound as it is, and no more than its length', () => {
    const sound = collectSound({ rate: 48_000, channels: 2 }, 5000, 'a');
    const wave = noise(6000);
    for (let at = 0; at < 6000; at += 960) sound.push(wave.slice(at, at + 960));
    expect(sound.finish()).toEqual({
      samples: wave.slice(0, 5000),
      sampleRate: 48_000,
      fileRate: 48_000,
      seconds: 5000 / 48_000,
      channels: 2,
    });
  });

  it('half an hour at 48 kHz takes 115 MB', () => {
    const sound = collectSound({ rate: 48_000, channels: 1 }, 30 * 60 * 48_000, 'a');
    sound.push(noise(960));
    const { samples, sampleRate, fileRate } = sound.finish();
    expect([samples.length, samples.buffer.byteLength, sampleRate, fileRate]).toEqual([320, 115_200_000, 16_000, 48_000]);
  });

  it('refuses what is no number, and says where in the sound it is', () => {
    const sound = collectSound({ rate: 48_000, channels: 1 }, 2000, 'a');
    sound.push(noise(1000));
    const bad = noise(1000);
    bad[9] = Number.NaN;
    expect(() => sound.push(bad)).toThrow('sample 1,010 of 2,000');
    expect(() => collectSound({ rate: 48_000, channels: 1 }, 9, 'a').finish()).toThrow(expect.objectContaining({ code: 'audio-empty' }));
  });

  it('a long WAV file shows the same part with the same numbers', async () => {
    const rate = 48_000;
    const frames = AUDIO_LIMITS.wholeSamples + rate;
    const data = new Uint8Array(frames).fill(128);
    for (let at = 2e6; at < 2e6 + 0.4 * rate; at++) data[at] = 128 + 100 * Math.sin(at / 9);
    const samples = new Float32Array(frames);
    for (let at = 0; at < frames; at++) samples[at] = (data[at]! - 128) / 128;
    const audio = await decodeAudio(wav({ rate, bits: 8, data }), 'a.wav');
    expect(audio).toMatchObject({ sampleRate: 16_000, fileRate: rate, seconds: frames / rate });
    const form = { modality: 'audio', size: [64, 64], frontEnd: 'nano' } as const;
    const [got, expected] = [audio, { samples, sampleRate: rate }].map((one) => createAudioRecord(one, form));
    expect(got!.startSeconds).toBeCloseTo(expected!.startSeconds, 2);
    expect(got!.peak).toBeCloseTo(expected!.peak, 2);
  });
});
