/**
 * @file Sound files to spectrogram records. One of the four behind `decode-sample.ts`.
 */

import { AUDIO_LIMITS } from '../audio/audio-limits.ts';
import { type AudioForm, createAudioRecord } from '../audio/audio-record.ts';
import { decodeAudio } from '../audio/decode-audio.ts';
import { sniffAudio } from '../audio/sniff-audio.ts';
import { byteText } from '../display-name.ts';
import { fileError } from '../file-error.ts';
import type { DecodeSample } from './decoded-sample.ts';
import { wrongKind } from './wrong-kind.ts';

export function soundDecoder(form: AudioForm): DecodeSample {
  return async (source, limitMs) => {
    const { path } = source;
    if (source.kind !== 'file') throw wrongKind(path);
    if (source.size !== null && source.size > AUDIO_LIMITS.bytes) {
      const is = `has ${byteText(source.size)}; ${byteText(AUDIO_LIMITS.bytes)} are the limit for one sound`;
      throw fileError(path, 'file-too-large', is, 'Cut it into shorter files.');
    }
    const bytes = await source.read();
    const audio = await decodeAudio(bytes, path, limitMs);
    const { values, startSeconds, peak } = createAudioRecord(audio, form);
    const { seconds, fileRate, channels } = audio;
    const format = sniffAudio(bytes.subarray(0, 512));
    return { values, facts: { modality: 'audio', seconds, sampleRate: fileRate, channels, startSeconds, peak, format } };
  };
}
