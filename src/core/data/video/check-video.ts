/**
 * @file Is this file a clip that can be read, and if not, what is it? Between listing a drop and the decoders of `decode-clip.ts`; nothing but the file's first bytes is read.
 */
import { byteText } from '../display-name.ts';
import { fileError } from '../file-error.ts';
import { type BlobWindow, openWindow } from '../formats/blob-window.ts';
import { otherFile } from '../formats/other-file.ts';
import { isVideo, sniffVideo, type VideoKind } from './sniff-video.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

const FRAMES = 'Frames of a clip belong in a folder of their own, inside the folder of the class, such as jumping/clip1/001.jpg.';

/**
 * @param path names the file in messages
 * @throws PlaygroundError with the code of what it is instead; `file-too-large`, `file-unreadable`
 */
export async function checkVideo(file: Blob, path: string): Promise<{ kind: VideoKind; window: BlobWindow }> {
  const window = openWindow(file, path);
  const kind = sniffVideo(await window.read(0, 512));
  if (!isVideo(kind)) throw otherFile(kind, 'video', path, FRAMES);
  const limit = kind === 'mp4' || kind === 'webm' ? VIDEO_LIMITS.bytes : VIDEO_LIMITS.animationBytes;
  if (file.size > limit)
    throw fileError(
      path,
      'file-too-large',
      `has ${byteText(file.size)}; ${byteText(limit)} are the limit for one clip`,
      'Cut it into shorter clips.',
    );
  return { kind, window };
}

/** What to say of a GIF, WebP or PNG that does not move. */
export function stillPicture(kind: 'gif' | 'webp' | 'png', path: string) {
  return otherFile(kind, 'video', path, FRAMES);
}
