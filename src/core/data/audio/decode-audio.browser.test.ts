/**
 * @file Compressed sound in a real browser: one clip in each format, 440 Hz and from 0.3 s on 1,200 Hz, must come out with
 * these tones, times and loudness; damaged ones must be refused.
 */
import { describe, expect, it } from 'vitest';
import { createAudioRecord } from './audio-record.ts';
import { decodeAudio } from './decode-audio.ts';

const read = async (name: string) =>
  new Uint8Array(await (await fetch(new URL(`../../../../test/fixtures/audio/${name}`, import.meta.url))).arrayBuffer());

/** Amplitude of one frequency between two times. */
function amplitude(samples: Float32Array, rate: number, hz: number, from: number, to: number): number {
  let [real, imaginary, count] = [0, 0, 0];
  for (let at = Math.round(from * rate); at < Math.round(to * rate); at++, count++) {
    real += samples[at]! * Math.cos((2 * Math.PI * hz * at) / rate);
    imaginary += samples[at]! * Math.sin((2 * Math.PI * hz * at) / rate);
  }
  return (2 * Math.hypot(real, imaginary)) / count;
}

describe('compressed clips', () => {
  it.each([
    ['clip.mp3', 1],
    ['clip-stereo.mp3', 2],
    ['clip.flac', 1],
    ['clip-opus.ogg', 1],
    ['clip-vorbis.ogg', 1],
    ['clip.m4a', 1],
    ['clip.aac', 1],
    ['clip.webm', 1],
  ])('%s', async (name, channels) => {
    const audio = await decodeAudio(await read(name), name);
    expect(audio.channels).toBe(channels);
    // Encoders that do not say their delay add up to a tenth of a second.
    expect(audio.seconds).toBeGreaterThan(0.595);
    expect(audio.seconds).toBeLessThan(0.75);
    const late = audio.seconds - 0.6;
    expect(amplitude(audio.samples, audio.sampleRate, 440, 0.05 + late, 0.25)).toBeGreaterThan(0.35);
    expect(amplitude(audio.samples, audio.sampleRate, 1200, 0.05 + late, 0.25)).toBeLessThan(0.05);
    expect(amplitude(audio.samples, audio.sampleRate, 1200, 0.35 + late, 0.55)).toBeGreaterThan(0.35);
    expect(amplitude(audio.samples, audio.sampleRate, 440, 0.35 + late, 0.55)).toBeLessThan(0.05);
    const { values, peak } = createAudioRecord(audio, { modality: 'audio', size: [64, 64], frontEnd: 'nano' });
    expect([values.length, values.every(Number.isFinite), peak > 0.4]).toEqual([4096, true, true]);
  });

  it.each(['clip-opus.ogg', 'clip-vorbis.ogg', 'clip.flac'])('%s ends where it says', async (name) => {
    expect((await decodeAudio(await read(name), name)).seconds).toBeCloseTo(0.6, 4);
  });

  it('lossless sound is exact', async () => {
    const { samples, sampleRate } = await decodeAudio(await read('clip.flac'), 'clip.flac');
    const worst = samples.reduce((most: number, value: number, at: number) => {
      const hz = at / sampleRate < 0.3 ? 440 : 1200;
      return Math.max(most, Math.abs(value - 0.5 * Math.sin((2 * Math.PI * hz * at) / sampleRate)));
    }, 0);
    expect(worst).toBeLessThan(1 / 16384);
  });

  it.each([
    ['clip-alac.m4a', 'audio-codec'],
    ['no-sound.mp4', 'audio-no-sound'],
  ])('%s is refused', async (name, code) => {
    await expect(decodeAudio(await read(name), name)).rejects.toMatchObject({ code });
  });

  it('a decoder that takes too long is given up', async () => {
    await expect(decodeAudio(await read('clip.mp3'), 'slow.mp3', 0)).rejects.toMatchObject({ code: 'audio-slow' });
  });

  it('damage inside the sound is refused or gives numbers', async () => {
    for (const name of ['clip.mp3', 'clip.m4a', 'clip.aac', 'clip.webm']) {
      const bytes = await read(name);
      for (let at = 200; at < bytes.length; at += 400) {
        const damaged = Uint8Array.from(bytes);
        damaged.fill(0x5a, at, at + 40);
        const outcome = await decodeAudio(damaged, name).catch((error) => error.code);
        if (typeof outcome === 'string') expect(outcome).toMatch(/^(audio|not)-/);
        else expect([name, at, outcome.samples.every((value: number) => Math.abs(value) <= 1)]).toEqual([name, at, true]);
      }
    }
  });
});
