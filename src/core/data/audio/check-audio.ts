/**
 * @file Is this file a sound that can be read, and if not, what is it? Each kind of file has its own code, sentence and
 * hint. Between reading bytes and the decoders of `decode-audio.ts`.
 */
import { byteText } from '../display-name.ts';
import type { FileKind } from '../formats/sniff.ts';
import { audioError, COPY_AGAIN, SAVE_AS_WAV } from './audio-error.ts';
import { AUDIO_LIMITS } from './audio-limits.ts';
import { type AudioKind, isAudio, sniffAudio, type UnreadKind } from './sniff-audio.ts';

type Words = readonly [code: string, is: string, todo: string];

const SOUNDS = 'Sounds are WAV, MP3, FLAC, OGG, Opus, M4A, AAC or WebM files.';
const picture = (name: string): Words => ['file-picture', `is a ${name} picture, not a sound`, SOUNDS];

const OTHERS: Record<UnreadKind | FileKind, Words> = {
  empty: ['file-empty', 'is empty: it has 0 bytes', COPY_AGAIN],
  html: ['file-html', 'is a web page, not a sound', 'The download probably gave an error page; download it again.'],
  'lfs-pointer': [
    'file-lfs-pointer',
    'is a git-lfs pointer, not the sound itself',
    'Run `git lfs pull` in its repository and drop it again.',
  ],
  gzip: ['file-gzip', 'is packed with gzip', 'Unpack it, or make a .zip of the folder.'],
  zip: ['file-zip', 'is a zip archive under another name', 'Rename it to .zip and drop it by itself.'],
  pickle: ['file-pickle', 'is a Python pickle, which is never opened because it can run code', SAVE_AS_WAV],
  pdf: ['file-pdf', 'is a PDF document, not a sound', SOUNDS],
  svg: picture('SVG'),
  png: picture('PNG'),
  jpeg: picture('JPEG'),
  webp: picture('WebP'),
  gif: picture('GIF'),
  bmp: picture('BMP'),
  avif: picture('AVIF'),
  tiff: picture('TIFF'),
  heic: picture('HEIC'),
  aiff: ['audio-aiff', 'is an AIFF file, which browsers do not read', SAVE_AS_WAV],
  wma: ['audio-wma', 'is a Windows Media file, which browsers do not read', SAVE_AS_WAV],
  amr: ['audio-amr', 'is an AMR voice recording, which browsers do not read', SAVE_AS_WAV],
  caf: ['audio-caf', 'is a Core Audio file, which browsers do not read', SAVE_AS_WAV],
  au: ['audio-au', 'is a Sun AU file, which browsers do not read', SAVE_AS_WAV],
  midi: ['audio-midi', 'is a MIDI file: notes for an instrument, without sound', 'Render it to a WAV file.'],
  avi: ['file-avi', 'is an AVI video, which browsers do not read', 'Save its sound as a 16-bit WAV file.'],
  'wav-big-endian': ['wav-big-endian', 'is a WAV file with its bytes in big-endian order (RIFX)', SAVE_AS_WAV],
  text: ['not-a-sound', 'is a text file, not a sound', SOUNDS],
  unknown: ['not-a-sound', 'is not a sound that can be read', SOUNDS],
};

/**
 * @param path names the file in messages
 * @throws PlaygroundError with the code of what it is instead; `file-too-large`
 */
export function checkAudio(bytes: Uint8Array, path: string): AudioKind {
  const kind = sniffAudio(bytes.subarray(0, 512));
  if (!isAudio(kind)) {
    const [code, is, todo] = OTHERS[kind];
    throw audioError(path, code, is, todo);
  }
  if (bytes.length > AUDIO_LIMITS.bytes) {
    const is = `has ${byteText(bytes.length)}; ${byteText(AUDIO_LIMITS.bytes)} are the limit for one sound`;
    throw audioError(path, 'file-too-large', is, 'Cut it into shorter files.');
  }
  return kind;
}
