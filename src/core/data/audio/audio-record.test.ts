/** @file One record of a sound: which part it shows, at any rate and length, and what it is for every front end. */
import { describe, expect, it } from 'vitest';
import { type AudioForm, createAudioRecord } from './audio-record.ts';
import { kaldiFbank } from './kaldi-fbank.ts';
import { logMel } from './log-mel.ts';
import { loudestWindow } from './loudest-window.ts';
import { resampleTo16k } from './resample.ts';
import { NANO_SILENCE } from './silence.ts';

const NANO: AudioForm = { modality: 'audio', size: [64, 64], frontEnd: 'nano' };
const KALDI: AudioForm = { modality: 'audio', size: [128, 1024], frontEnd: 'kaldi' };
const audio = (samples: Float32Array<ArrayBuffer>, sampleRate = 16000) => ({ samples, sampleRate });
/** A tone from `from` to `to` seconds in silence of `seconds`. */
const beep = (seconds: number, from: number, to: number, rate = 16000) =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, at) =>
    at >= from * rate && at < to * rate ? 0.5 * Math.sin((2 * Math.PI * 600 * at) / rate) : 0,
  );
const worst = (a: Float32Array, b: Float32Array) => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
/** Energy of each column, to find the sound in a record. */
const columns = (values: Float32Array, frames = 64) =>
  Array.from({ length: frames }, (_, t) => {
    let sum = 0;
    for (let at = t; at < values.length; at += frames) sum += Math.exp(values[at]!);
    return sum;
  });

describe('createAudioRecord', () => {
  it('of exactly a second is its log-mel picture', () => {
    const wave = beep(1, 0.2, 0.7);
    const record = createAudioRecord(audio(wave), NANO);
    expect(record.values).toEqual(logMel(wave, 64));
    expect([record.startSeconds, record.peak > 0.49 && record.peak <= 0.5]).toEqual([0, true]);
  });

  it.each([8000, 22050, 44100, 48000, 96000])('of a second at %i Hz is its picture after resampling', (rate) => {
    const wave = beep(1, 0.2, 0.7, rate);
    const { values } = createAudioRecord(audio(wave, rate), NANO);
    const expected = logMel(resampleTo16k(wave, rate), 64);
    expect(values.length).toBe(4096);
    expect(worst(values, expected)).toBe(0);
  });

  it('a shorter sound is followed by silence', () => {
    const { values } = createAudioRecord(audio(beep(0.25, 0, 0.25)), NANO);
    expect(columns(values)[5]!).toBeGreaterThan(0.1);
    for (let band = 0; band < 64; band++) expect(values[band * 64 + 40]).toBe(Math.fround(NANO_SILENCE));
  });

  it('one sample makes a record', () => {
    const { values, peak } = createAudioRecord(audio(Float32Array.of(0.25), 8000), NANO);
    expect([values.length, values.every(Number.isFinite), peak > 0]).toEqual([4096, true, true]);
  });

  it.each([16000, 44100, 48000])('a word in a long sound stands in the middle of the record (%i Hz)', (rate) => {
    const { values, startSeconds } = createAudioRecord(audio(beep(5, 3.1, 3.5, rate), rate), NANO);
    expect(startSeconds).toBeCloseTo(2.8, 1);
    const loud = columns(values).map((energy) => energy > 1);
    expect(loud.indexOf(true)).toBeGreaterThan(16);
    expect(loud.lastIndexOf(true)).toBeLessThan(48);
  });

  it('the window is cut before it is resampled, with the same numbers', () => {
    const wave = beep(3, 1, 2.2, 48000);
    const { values, startSeconds } = createAudioRecord(audio(wave, 48000), NANO);
    const start = Math.round(startSeconds * 16000);
    expect(worst(values, logMel(resampleTo16k(wave, 48000).slice(start, start + 16000), 64))).toBeLessThan(1e-3);
  });

  it('silence and even sounds are cut at the centre', () => {
    expect(createAudioRecord(audio(new Float32Array(80000)), NANO)).toMatchObject({ startSeconds: 2, peak: 0 });
    expect(createAudioRecord(audio(new Float32Array(80000).fill(0.5)), NANO).startSeconds).toBe(2);
  });

  it('Kaldi: a short sound is padded with zeros, a long one is cut', () => {
    const wave = beep(2, 0.5, 1.5);
    const short = createAudioRecord(audio(wave), KALDI);
    expect(short.values).toEqual(kaldiFbank(wave, 128, 1024));
    expect(short.values[1023]).toBe(0);
    const long = createAudioRecord(audio(beep(30, 20, 21)), KALDI);
    expect(long.startSeconds).toBeCloseTo(15.24, 1);
    expect(long.values.every((value) => value !== 0)).toBe(true);
  });
});

describe('loudestWindow', () => {
  it('begins at 0 where there is no choice', () => {
    expect(loudestWindow(new Float32Array(10), 10, 16000)).toBe(0);
    expect(loudestWindow(new Float32Array(3), 10, 16000)).toBe(0);
  });

  it('finds the louder of two sounds, at either end', () => {
    const wave = beep(4, 0, 0.5);
    for (let at = 62000; at < 64000; at++) wave[at] = 0.9;
    expect(loudestWindow(wave, 16000, 16000)).toBe(48000);
    wave.fill(0, 62000);
    expect(loudestWindow(wave, 16000, 16000)).toBe(0);
  });

  it('30 minutes take less than 2 s', () => {
    const wave = new Float32Array(30 * 60 * 16000);
    wave.fill(0.5, 16_000_000, 16_016_000);
    const before = performance.now();
    expect(loudestWindow(wave, 16000, 16000)).toBeCloseTo(16_000_000, -3);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
