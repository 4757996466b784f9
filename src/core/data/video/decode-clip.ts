/**
 * @file Any file that moves to a video record, or the reason why not: MP4, MOV, WebM, MKV, animated GIF, WebP and PNG. What a
 * file is, its content says, never its name. The entry for files; folders of frames go through `frames-record.ts`.
 */
import { PICTURES } from '../formats/media-words.ts';
import { checkMp4 } from '../formats/mp4-boxes.ts';
import { checkWebm } from '../formats/webm-elements.ts';
import { readAnimation } from './animation.ts';
import { checkVideo, stillPicture } from './check-video.ts';
import { type ClipRecord, checkForm, type VideoForm } from './clip-record.ts';
import { decodeAnimation } from './decode-animation.ts';
import { decodeTrack } from './decode-track.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

/**
 * The frames are those shown in the middle of T equal parts of the clip (`pick-frames.ts`), cut to the middle and put on
 * white as pictures are. Nothing stays open, whatever happens.
 * @param path names the file in messages
 * @param form of at most 300 frames
 * @param limitMs longest time without a decoded frame; `video-slow` comes within twice that
 * @throws PlaygroundError with a code, a sentence and a hint for whatever is wrong; RangeError for a form that is none
 */
export async function decodeClip(file: Blob, path: string, form: VideoForm, limitMs: number = VIDEO_LIMITS.decodeMs): Promise<ClipRecord> {
  checkForm(form);
  const { kind, window } = await checkVideo(file, path);
  if (kind === 'mp4') await checkMp4(window, path, PICTURES);
  if (kind === 'webm') await checkWebm(window, path, PICTURES);
  if (kind === 'mp4' || kind === 'webm') return decodeTrack(file, kind, path, form, limitMs);
  const bytes = (await window.read(0, file.size)) as Uint8Array<ArrayBuffer>;
  const animation = readAnimation(bytes, kind, path);
  if (animation.lengthsMs.length === 1) throw stillPicture(kind, path);
  return decodeAnimation(bytes, kind, animation, path, form, limitMs);
}
