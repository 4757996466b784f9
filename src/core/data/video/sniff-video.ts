/**
 * @file Which video format a file is by its first bytes, whatever its name says. Pure; the first step for every file of an
 * import of clips. What is no video goes to the sniffers of sounds and pictures, so that it can be named.
 * Sources: ISO 14496-12 and QuickTime (boxes), Matroska, ISO 13818-1 (MPEG), ASF, FLV, RFC 8216 (playlists).
 */
import { type AudioKind, sniffAudio, type UnreadKind } from '../audio/sniff-audio.ts';
import { type FileKind, latin1 } from '../formats/sniff.ts';

/** Formats that are read; of GIF, WebP and PNG only those that move. */
export type VideoKind = 'mp4' | 'webm' | 'gif' | 'webp' | 'png';
/** Formats that are known and not read. */
export type UnreadVideoKind = 'mpeg' | 'mpeg-ts' | 'flv' | 'ogg-video' | 'real' | 'flash' | 'bare-stream' | 'playlist';
export type ClipKind = VideoKind | UnreadVideoKind | AudioKind | UnreadKind | FileKind;

const STARTS: readonly [UnreadVideoKind, string][] = [
  ['mpeg', '\x00\x00\x01\xba'],
  ['mpeg', '\x00\x00\x01\xb3'],
  ['bare-stream', '\x00\x00\x00\x01'],
  ['flv', 'FLV\x01'],
  ['real', '.RMF'],
  ['flash', 'FWS'],
  ['flash', 'CWS'],
  ['playlist', '#EXTM3U'],
];

/** Boxes that a QuickTime file without `ftyp` may begin with. */
const FIRST_BOXES = new Set(['ftyp', 'styp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'moof', 'sidx']);
const OGG_VIDEO = ['\x80theora', '\x01video\0', 'BBCD\0', '\x80daala'];

/** @param head the file's first bytes, 512 of them where it has as many */
export function sniffVideo(head: Uint8Array): ClipKind {
  const text = latin1(head, 0, 512);
  for (const [kind, start] of STARTS) if (text.startsWith(start)) return kind;
  if ([0, 4].some((from) => text[from] === 'G' && text[from + 188 + from] === 'G' && text[from + 2 * (188 + from)] === 'G'))
    return 'mpeg-ts';
  const other = sniffAudio(head);
  if (other === 'ogg' && OGG_VIDEO.some((mark) => text.includes(mark))) return 'ogg-video';
  if (other === 'unknown' && FIRST_BOXES.has(text.slice(4, 8))) return 'mp4';
  return other;
}

export function isVideo(kind: ClipKind): kind is VideoKind {
  return kind === 'mp4' || kind === 'webm' || kind === 'gif' || kind === 'webp' || kind === 'png';
}
