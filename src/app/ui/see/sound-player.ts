/**
 * @file Plays a part of a sound as loud as it is: no gain, no normalisation. One player a viewer; made at the first press, since browsers
 * allow sound only then.
 */
import { resampleTo16k, SAMPLE_RATE_HZ } from '../../../core/data/audio/resample.ts';

export interface SoundPlayer {
  /** Plays from..to, in seconds of the samples, in place of what plays. @param onEnd once, unless something else is played or it is stopped */
  play(from: number, to: number, onEnd: () => void): Promise<void>;
  /** Where it is, in seconds of the samples. */
  position(): number;
  stop(): void;
  /** Gives the sound device back; nothing may be called afterwards. */
  close(): void;
}

/** @param samples mono, [-1, 1] */
export function createSoundPlayer(samples: Float32Array<ArrayBuffer>, sampleRate: number): SoundPlayer {
  const context = new AudioContext();
  const buffer = makeBuffer(context, samples, sampleRate);
  let source: AudioBufferSourceNode | null = null;
  let [startedAt, offset, end] = [0, 0, 0];
  const stop = () => {
    if (source) source.onended = null;
    source?.stop();
    source = null;
  };
  return {
    async play(from, to, onEnd) {
      stop();
      const node = context.createBufferSource();
      node.buffer = buffer;
      node.connect(context.destination);
      node.onended = () => {
        if (source === node) source = null;
        onEnd();
      };
      source = node;
      await context.resume();
      if (source !== node) return;
      [startedAt, offset, end] = [context.currentTime, from, to];
      node.start(0, from, to - from);
    },
    position: () => Math.min(end, offset + Math.max(0, context.currentTime - startedAt)),
    stop,
    close: () => {
      stop();
      void context.close();
    },
  };
}

/** Browsers play 8 to 96 kHz for certain; other rates are converted where they refuse. */
function makeBuffer(context: AudioContext, samples: Float32Array<ArrayBuffer>, sampleRate: number): AudioBuffer {
  let buffer: AudioBuffer;
  let played = samples;
  try {
    buffer = context.createBuffer(1, samples.length, sampleRate);
  } catch {
    played = resampleTo16k(samples, Math.round(sampleRate));
    buffer = context.createBuffer(1, played.length, SAMPLE_RATE_HZ);
  }
  buffer.copyToChannel(played, 0);
  return buffer;
}
