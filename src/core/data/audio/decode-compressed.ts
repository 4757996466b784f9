/**
 * @file Compressed sound to mono samples: mediabunny takes the file apart, the browser's WebCodecs decode. Only what the
 * browser can decode is read; the codec is named otherwise. Loaded when the first such file comes.
 * Between `check-audio.ts` and `audio-record.ts`; in Node, which has no WebCodecs, every file ends as `audio-codec`.
 */

import type { AudioSample, InputAudioTrack } from 'mediabunny';
import { PlaygroundError } from '../../errors.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { windowOn } from '../formats/blob-window.ts';
import { SOUND } from '../formats/media-words.ts';
import { checkMp4 } from '../formats/mp4-boxes.ts';
import { checkWebm } from '../formats/webm-elements.ts';
import { checkAdtsFrames } from './adts-frames.ts';
import { SAVE_AS_WAV } from './audio-error.ts';
import { collectSound, type SoundCollector } from './collect-sound.ts';
import { checkFormat, checkLength, type DecodedAudio, mixChannels } from './decoded-audio.ts';
import { checkFlacFrames } from './flac-frames.ts';
import { checkMp3Frames } from './mp3-frames.ts';
import { checkOggPages } from './ogg-pages.ts';
import { startWatch, type Watch } from './silence-watch.ts';
import type { AudioKind } from './sniff-audio.ts';

/** How much shorter than its header says a sound may be: encoders' delays, in seconds and as a share. */
const SLACK = { seconds: 0.15, share: 0.02 };

const CHECKS: Partial<Record<AudioKind, (bytes: Uint8Array, path: string) => void | Promise<void>>> = {
  ogg: checkOggPages,
  mp4: (bytes, path) => checkMp4(windowOn(bytes), path, SOUND),
  mp3: checkMp3Frames,
  flac: checkFlacFrames,
  aac: checkAdtsFrames,
  webm: (bytes, path) => checkWebm(windowOn(bytes), path, SOUND),
};

/**
 * @param limitMs longest time without a decoded piece
 * @throws PlaygroundError with the reason; `audio-slow` after `limitMs`
 */
export async function decodeCompressed(bytes: Uint8Array, kind: AudioKind, path: string, limitMs: number): Promise<DecodedAudio> {
  await CHECKS[kind]?.(bytes, path);
  const { ADTS, BufferSource, FLAC, Input, Logging, LogLevel, MATROSKA, MP3, MP4, OGG, QTFF, WEBM } = await import('mediabunny');
  Logging.level = LogLevel.Silent; // what is wrong is said of the file, not on the console
  const formats = { ogg: [OGG], mp4: [MP4, QTFF], mp3: [MP3], flac: [FLAC], aac: [ADTS], webm: [WEBM, MATROSKA], wav: [] }[kind];
  const watch = startWatch(limitMs, () => fileError(path, 'audio-slow', `took longer than ${limitMs / 1000} s to decode`, SAVE_AS_WAV));
  const input = new Input({ source: new BufferSource(bytes), formats });
  try {
    return await decodeTrack(await watch.over(findTrack(input, path)), path, watch);
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    const why = error instanceof Error && error.message ? ` (${error.message.split('\n')[0]!.slice(0, 120)})` : '';
    throw fileError(path, 'audio-damaged', `is damaged: it could not be decoded${why}`, COPY_AGAIN);
  } finally {
    watch.stop();
    input.dispose();
  }
}

interface Tracks {
  getPrimaryAudioTrack(): Promise<InputAudioTrack | null>;
  getVideoTracks(): Promise<unknown[]>;
}

/** The sound in the file, in a codec that this browser decodes and of a length that is read. */
async function findTrack(input: Tracks, path: string): Promise<{ track: InputAudioTrack; seconds: number }> {
  const track = await input.getPrimaryAudioTrack();
  if (!track) {
    const hasVideo = (await input.getVideoTracks()).length > 0;
    throw fileError(path, 'audio-no-sound', hasVideo ? 'is a video without sound' : 'has no sound in it', 'Record it with sound.');
  }
  checkFormat(await track.getSampleRate(), await track.getNumberOfChannels(), path);
  // Both are times of the file; the sound of a video may begin later than its picture.
  const seconds = (await track.computeDuration()) - Math.max(0, await track.getFirstTimestamp());
  checkLength(seconds, path);
  if (!(await track.canDecode())) {
    const codec = (await track.getCodec()) ?? (await track.getInternalCodecId());
    const is = `holds ${typeof codec === 'string' ? codec : 'unknown'} sound, for which this browser has no decoder`;
    throw fileError(path, 'audio-codec', is, SAVE_AS_WAV);
  }
  return { track, seconds };
}

async function decodeTrack(found: { track: InputAudioTrack; seconds: number }, path: string, watch: Watch): Promise<DecodedAudio> {
  const { AudioSampleSink } = await import('mediabunny');
  const format = { rate: 0, channels: 0 };
  let sound: SoundCollector | undefined;
  let length = 0;
  const samples = new AudioSampleSink(found.track).samples();
  try {
    for (;;) {
      const next = await watch.over(samples.next());
      if (next.done) break;
      const piece = monoOf(next.value, format, path);
      length += piece.length;
      checkLength(length / format.rate, path);
      // The last piece is as long as every other; the file says where the sound ends inside it.
      sound ??= collectSound(format, Math.max(1, Math.round(found.seconds * format.rate)), path);
      sound.push(piece);
    }
  } finally {
    // Not waited for: a decoder that hangs would hang here too.
    samples.return(undefined).catch(() => undefined);
  }
  const audio = (sound ?? collectSound(format, 0, path)).finish();
  if (audio.seconds < found.seconds * (1 - SLACK.share) - SLACK.seconds) {
    const is = `ends early: ${audio.seconds.toFixed(2)} of ${found.seconds.toFixed(2)} seconds could be decoded`;
    throw fileError(path, 'audio-cut-off', is, COPY_AGAIN);
  }
  return audio;
}

/** Mixes one decoded piece and gives it back to the browser; what lies before time 0 is the encoder's run-up. */
function monoOf(sample: AudioSample, format: { rate: number; channels: number }, path: string): Float32Array {
  try {
    if (format.rate === 0) {
      format.rate = sample.sampleRate;
      format.channels = sample.numberOfChannels;
      checkFormat(format.rate, format.channels, path);
    }
    if (sample.sampleRate !== format.rate || sample.numberOfChannels !== format.channels)
      throw fileError(path, 'audio-damaged', 'changes its sampling rate or its channels half-way', SAVE_AS_WAV);
    const planes = Array.from({ length: format.channels }, (_, planeIndex) => {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
      return plane;
    });
    const mono = planes.length === 1 ? planes[0]! : mixChannels(planes);
    const early = Math.round(-sample.timestamp * sample.sampleRate);
    return early > 0 ? mono.subarray(Math.min(early, mono.length)) : mono;
  } finally {
    sample.close();
  }
}
