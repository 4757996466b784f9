/**
 * @file Any sound file to mono samples, or the reason why not. WAV is read here, in any thread and in Node; the rest
 * goes to the browser's decoders. What a file is, its content says, never its name.
 * First step of an audio record: bytes → `DecodedAudio` → `audio-record.ts`.
 */
import { AUDIO_LIMITS } from './audio-limits.ts';
import { checkAudio } from './check-audio.ts';
import { collectSound } from './collect-sound.ts';
import { decodeCompressed } from './decode-compressed.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { readWavHeader } from './wav-header.ts';
import { readWavSamples } from './wav-samples.ts';

/**
 * @param bytes the whole file
 * @param path names the file in messages
 * @param limitMs longest time without a sign from the browser's decoder
 * @throws PlaygroundError with a code, a sentence and a hint for whatever is wrong
 */
export async function decodeAudio(bytes: Uint8Array, path: string, limitMs: number = AUDIO_LIMITS.decodeMs): Promise<DecodedAudio> {
  const kind = checkAudio(bytes, path);
  if (kind !== 'wav') return decodeCompressed(bytes, kind, path, limitMs);
  const header = readWavHeader(bytes, path);
  const { frames, sampleRate: rate, channels } = header;
  const sound = collectSound({ rate, channels }, frames, path);
  for (const piece of readWavSamples(bytes, header, path)) sound.push(piece);
  return sound.finish();
}
