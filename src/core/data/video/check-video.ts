/**
 * @file Is this file a clip that can be read, and if not, what is it? Each kind of file has its own code, sentence and
 * hint. Between listing a drop and the decoders of `decode-clip.ts`; nothing but the file's first bytes is read.
 */
import { byteText } from '../display-name.ts';
import { type BlobWindow, openWindow } from './blob-window.ts';
import { type ClipKind, isVideo, sniffVideo, type VideoKind } from './sniff-video.ts';
import { CONVERT, COPY_AGAIN, videoError } from './video-error.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

type Words = readonly [code: string, is: string, todo: string];

const CLIPS = 'Clips are MP4, MOV, WebM or MKV videos, animated GIF, WebP or PNG files, or folders of frames.';
const FRAMES = 'Frames of a clip belong in a folder of their own, inside the folder of the class, such as jumping/clip1/001.jpg.';
const video = (code: string, name: string): Words => [`video-${code}`, `is ${name}, which browsers do not read`, CONVERT];
const picture = (name: string): Words => ['file-picture', `is a ${name} picture, not a clip`, FRAMES];
const sound = (name: string): Words => ['file-sound', `is ${name}, not a clip`, CLIPS];

const OTHERS: Record<Exclude<ClipKind, VideoKind>, Words> = {
  empty: ['file-empty', 'is empty: it has 0 bytes', COPY_AGAIN],
  html: ['file-html', 'is a web page, not a clip', 'The download probably gave an error page; download it again.'],
  'lfs-pointer': [
    'file-lfs-pointer',
    'is a git-lfs pointer, not the clip itself',
    'Run `git lfs pull` in its repository and drop it again.',
  ],
  gzip: ['file-gzip', 'is packed with gzip', 'Unpack it, or make a .zip of the folder.'],
  zip: ['file-zip', 'is a zip archive under another name', 'Rename it to .zip and drop it by itself.'],
  pickle: ['file-pickle', 'is a Python pickle, which is never opened because it can run code', 'Save the clips as MP4 files.'],
  pdf: ['file-pdf', 'is a PDF document, not a clip', CLIPS],
  svg: picture('SVG'),
  jpeg: picture('JPEG'),
  bmp: picture('BMP'),
  avif: picture('AVIF'),
  tiff: picture('TIFF'),
  heic: picture('HEIC'),
  avi: video('avi', 'an AVI video'),
  mpeg: video('mpeg', 'an MPEG-1 or MPEG-2 video'),
  'mpeg-ts': video('mpeg-ts', 'an MPEG transport stream'),
  wma: video('wmv', 'a Windows Media file'),
  flv: video('flv', 'a Flash video'),
  flash: video('flash', 'a Flash film'),
  'ogg-video': video('ogg', 'an Ogg video'),
  real: video('real', 'a RealMedia file'),
  'bare-stream': video('bare-stream', 'a bare stream of frames without a container'),
  playlist: ['file-playlist', 'is a list of the parts of a video, not the video itself', 'Download the video and drop that.'],
  wav: sound('a WAV sound'),
  'wav-big-endian': sound('a WAV sound'),
  mp3: sound('an MP3 sound'),
  flac: sound('a FLAC sound'),
  ogg: sound('an Ogg sound'),
  aac: sound('an AAC sound'),
  aiff: sound('an AIFF sound'),
  amr: sound('an AMR recording'),
  caf: sound('a Core Audio file'),
  au: sound('a Sun AU sound'),
  midi: sound('a MIDI file'),
  text: ['not-a-clip', 'is a text file, not a clip', CLIPS],
  unknown: ['not-a-clip', 'is not a clip that can be read', CLIPS],
};

/**
 * @param path names the file in messages
 * @throws PlaygroundError with the code of what it is instead; `file-too-large`, `file-unreadable`
 */
export async function checkVideo(file: Blob, path: string): Promise<{ kind: VideoKind; window: BlobWindow }> {
  const window = openWindow(file, path);
  const kind = sniffVideo(await window.read(0, 512));
  if (!isVideo(kind)) throw videoError(path, ...OTHERS[kind]);
  const limit = kind === 'mp4' || kind === 'webm' ? VIDEO_LIMITS.bytes : VIDEO_LIMITS.animationBytes;
  if (file.size > limit)
    throw videoError(
      path,
      'file-too-large',
      `has ${byteText(file.size)}; ${byteText(limit)} are the limit for one clip`,
      'Cut it into shorter clips.',
    );
  return { kind, window };
}

/** What to say of a GIF, WebP or PNG that does not move. */
export function stillPicture(kind: 'gif' | 'webp' | 'png', path: string) {
  return videoError(path, ...picture({ gif: 'GIF', webp: 'WebP', png: 'PNG' }[kind]));
}
