/**
 * @file A file that is something else than the target takes, by its first bytes: the one table of what such files are called and what
 * to do about them. Used by `check-picture.ts`, `check-audio.ts`, `check-video.ts` and `points/other-content.ts`, after sniffing.
 */
import { MODALITIES } from '../../../config/modalities.ts';
import type { Modality } from '../../../config/run-config.ts';
import type { PlaygroundError } from '../../errors.ts';
import { SAVE_AS_WAV } from '../audio/audio-error.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { modalitiesByName, suffixOf } from '../file-kinds.ts';
import { readableText } from '../readable-text.ts';
import type { ClipKind } from '../video/sniff-video.ts';
import { CONVERT as CONVERT_CLIP } from '../video/video-error.ts';

type Family = Exclude<Modality, 'point'>;
/** Code of the family's last word, and of what belongs to another one: `file-picture`. */
const WORDS: Record<Family, string> = { image: 'picture', audio: 'sound', video: 'clip' };
/** What to do with a format of the wanted family that browsers do not read. */
const CONVERT: Record<Family, string> = {
  image: 'Save it as PNG or JPEG.',
  audio: SAVE_AS_WAV,
  video: CONVERT_CLIP,
};
const SAVE: Record<Modality, string> = {
  image: 'Save the pictures as PNG files.',
  audio: SAVE_AS_WAV,
  point: 'Save the points with numpy.save(name, points).',
  video: 'Save the clips as MP4 files.',
};

interface Known {
  family: Family;
  name: string;
  /** What it is called rightly, without the dot. */
  suffix: string;
  /** Code for the family where it is wanted and browsers do not read it, where that is not `family-kind`. */
  unread?: string;
  /** Where this is said in place of “which browsers do not read”. */
  why?: string;
}

const known = (family: Family, name: string, suffix: string, more: Pick<Known, 'unread' | 'why'> = {}): Known => ({
  ...{ family, name, suffix },
  ...more,
});

const FORMATS: Record<Exclude<ClipKind, keyof typeof COMMON>, Known> = {
  png: known('image', 'a PNG picture', 'png'),
  jpeg: known('image', 'a JPEG picture', 'jpg'),
  webp: known('image', 'a WebP picture', 'webp'),
  gif: known('image', 'a GIF picture', 'gif'),
  bmp: known('image', 'a BMP picture', 'bmp'),
  avif: known('image', 'an AVIF picture', 'avif'),
  svg: known('image', 'an SVG picture', 'svg', { unread: 'file-svg', why: 'which may hold scripts' }),
  tiff: known('image', 'a TIFF picture', 'tif', { unread: 'file-tiff' }),
  heic: known('image', 'a HEIC picture', 'heic', { unread: 'file-heic', why: 'which most browsers do not read' }),
  wav: known('audio', 'a WAV sound', 'wav'),
  'wav-big-endian': known('audio', 'a WAV sound with its bytes in big-endian order (RIFX)', 'wav', { unread: 'wav-big-endian' }),
  mp3: known('audio', 'an MP3 sound', 'mp3'),
  flac: known('audio', 'a FLAC sound', 'flac'),
  ogg: known('audio', 'an Ogg sound', 'ogg'),
  aac: known('audio', 'an AAC sound', 'aac'),
  aiff: known('audio', 'an AIFF sound', 'aif'),
  amr: known('audio', 'an AMR voice recording', 'amr'),
  caf: known('audio', 'a Core Audio file', 'caf'),
  au: known('audio', 'a Sun AU sound', 'au'),
  midi: known('audio', 'a MIDI file', 'mid', { why: 'notes for an instrument without sound' }),
  mp4: known('video', 'an MP4 file (video or sound)', 'mp4'),
  webm: known('video', 'a WebM or MKV file', 'webm'),
  avi: known('video', 'an AVI video', 'avi'),
  mpeg: known('video', 'an MPEG-1 or MPEG-2 video', 'mpg'),
  'mpeg-ts': known('video', 'an MPEG transport stream', 'm2ts'),
  wma: known('video', 'a Windows Media file', 'wmv', { unread: 'video-wmv' }),
  flv: known('video', 'a Flash video', 'flv'),
  flash: known('video', 'a Flash film', 'swf'),
  'ogg-video': known('video', 'an Ogg video', 'ogv', { unread: 'video-ogg' }),
  real: known('video', 'a RealMedia file', 'rm'),
  'bare-stream': known('video', 'a bare stream of frames without a container', 'h264'),
};

/** Files of no family: code, how the sentence goes on (`*` stands for the wanted noun), what to do (null: which files are read). */
const COMMON = {
  empty: ['file-empty', 'is empty: it has 0 bytes', COPY_AGAIN],
  html: [
    'file-html',
    'is a web page, not a *',
    'The download probably gave an error page: open the link in a browser and save the file itself.',
  ],
  'lfs-pointer': ['file-lfs-pointer', 'is a git-lfs pointer, not the * itself', 'Run `git lfs pull` in its repository and drop it again.'],
  gzip: ['file-gzip', 'is packed with gzip', 'Unpack it, or make a .zip of the folder.'],
  zip: ['file-zip', 'is a zip archive under another name', 'Rename it to .zip and drop it by itself.'],
  pickle: ['file-pickle', 'is a Python pickle, which is never opened because it can run code', null],
  pdf: ['file-pdf', 'is a PDF document, not a *', null],
  playlist: ['file-playlist', 'is a list of the parts of a video, not the video itself', 'Download the video and drop that.'],
  text: ['not-a-*', 'is a text file, not a *', null],
  unknown: ['not-a-*', 'is not a * that can be read', null],
} as const;

/**
 * @param kind what it is; a format that is read for `wanted` is none of this function's business
 * @param frames what to do with a picture that lies among clips, where that is not in the family's words
 * @returns `file-…`, `not-a-…`, or for formats of the family that browsers do not read `audio-…`, `video-…`
 */
export function otherFile(kind: ClipKind, wanted: Modality, path: string, frames?: string): PlaygroundError {
  const noun = MODALITIES[wanted].one;
  if (kind in COMMON) {
    const [code, is, todo] = COMMON[kind as keyof typeof COMMON];
    const else_ = kind === 'pickle' ? SAVE[wanted] : readableText(wanted);
    return fileError(path, code.replace('*', noun.replace(' ', '-')), is.replace('*', noun), todo ?? else_);
  }
  const format = FORMATS[kind as keyof typeof FORMATS];
  // Windows Media may be either; neither is read.
  if (format.family === wanted || (kind === 'wma' && wanted === 'audio')) {
    const is = `is ${format.name}, ${format.why ?? 'which browsers do not read'}`;
    const code = (format.family === wanted && format.unread) || `${wanted}-${kind}`;
    return fileError(path, code, is, CONVERT[wanted as Family]);
  }
  const named = wrongSuffix(format, wanted, path);
  const todo = named
    ? `Rename it to .${format.suffix}. To train on ${MODALITIES[format.family].many}, choose a target for ${MODALITIES[format.family].many}.`
    : (frames ?? readableText(wanted));
  return fileError(path, `file-${WORDS[format.family]}`, `is ${format.name}${named}, not a ${noun}`, todo);
}

/** `named .png`, of a sound: its suffix, where that is one of the wanted kind and none of its own. */
function wrongSuffix({ family }: Known, wanted: Modality, path: string): string {
  const said = modalitiesByName(path);
  return said.includes(wanted) && !said.includes(family) ? ` named .${suffixOf(path)}` : '';
}
