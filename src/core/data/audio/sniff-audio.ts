/**
 * @file Which sound format a file is by its first bytes, whatever its name says. Pure; the first step for every file of
 * an import of sounds. What is no sound goes to the shared `sniff`, so that it can be named.
 * Sources: RIFF/WAVE, RFC 3533 (Ogg), RFC 9639 (FLAC), ISO 14496-12 (MP4), ISO 11172-3 (MP3), Matroska.
 */
import { type FileKind, latin1, sniff } from '../formats/sniff.ts';

/** Formats that are read. MP4 and WebM may hold video too; then their sound is taken. */
export type AudioKind = 'wav' | 'mp3' | 'flac' | 'ogg' | 'mp4' | 'webm' | 'aac';
/** Sound and video formats that are known and not read. */
export type UnreadKind = 'aiff' | 'wma' | 'amr' | 'midi' | 'caf' | 'au' | 'avi' | 'wav-big-endian';

const STARTS: readonly [AudioKind | UnreadKind, string][] = [
  ['flac', 'fLaC'],
  ['ogg', 'OggS'],
  ['webm', '\x1a\x45\xdf\xa3'],
  ['wma', '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
  ['amr', '#!AMR'],
  ['midi', 'MThd'],
  ['caf', 'caff'],
  ['au', '.snd'],
];

/** @param head the file's first bytes, 512 of them where it has as many */
export function sniffAudio(head: Uint8Array): AudioKind | UnreadKind | FileKind {
  const text = latin1(head, 0, 16);
  for (const [kind, start] of STARTS) if (text.startsWith(start)) return kind;
  const [group, form] = [text.slice(0, 4), text.slice(8, 12)];
  if (form === 'WAVE') {
    if (group === 'RIFF' || group === 'RF64' || group === 'BW64') return 'wav';
    if (group === 'RIFX') return 'wav-big-endian';
  }
  if (group === 'RIFF' && form === 'AVI ') return 'avi';
  if (group === 'FORM' && (form === 'AIFF' || form === 'AIFC')) return 'aiff';
  const other = sniff(head);
  if (text.slice(4, 8) === 'ftyp' && other === 'unknown') return 'mp4';
  if (text.startsWith('ID3')) return 'mp3';
  if (other === 'unknown' && head[0] === 0xff) {
    if ((head[1]! & 0xf6) === 0xf0) return 'aac';
    // Layer 3, a bit rate and a sampling rate that exist; layers 1 and 2 are not read by browsers.
    if ((head[1]! & 0xe6) === 0xe2 && (head[2]! & 0xf0) !== 0xf0 && (head[2]! & 0x0c) !== 0x0c) return 'mp3';
  }
  return other;
}

export function isAudio(kind: AudioKind | UnreadKind | FileKind): kind is AudioKind {
  return ['wav', 'mp3', 'flac', 'ogg', 'mp4', 'webm', 'aac'].includes(kind);
}
