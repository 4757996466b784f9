/**
 * @file What a file is by its first bytes, whatever its name says. Pure; the first step for every file of a drop.
 * Besides pictures it knows the things that people drop by mistake, so that each can be named.
 */

export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'avif';
export type OtherKind = 'empty' | 'html' | 'lfs-pointer' | 'gzip' | 'zip' | 'pickle' | 'pdf' | 'svg' | 'tiff' | 'heic' | 'text' | 'unknown';
export type FileKind = PictureKind | OtherKind;

/** How many leading bytes `sniff` looks at. */
export const SNIFF_BYTES = 512;

const SIGNATURES: readonly [FileKind, readonly number[]][] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', [0x4d, 0x4d, 0x00, 0x2a]],
];

/** @param head the file's first bytes, `SNIFF_BYTES` of them where it has as many */
export function sniff(head: Uint8Array): FileKind {
  if (head.length === 0) return 'empty';
  for (const [kind, signature] of SIGNATURES) if (signature.every((byte, at) => head[at] === byte)) return kind;
  const text = latin1(head, 0, Math.min(head.length, SNIFF_BYTES));
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('BM') && isBitmapHeader(head)) return 'bmp';
  if (text.slice(4, 8) === 'ftyp') return brandKind(text);
  if (text.startsWith('%PDF-')) return 'pdf';
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) return 'pickle';
  return textKind(text);
}

export function isPicture(kind: FileKind): kind is PictureKind {
  return kind === 'png' || kind === 'jpeg' || kind === 'webp' || kind === 'gif' || kind === 'bmp' || kind === 'avif';
}

/** Bytes as characters 0-255. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < Math.min(to, bytes.length); at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** The two letters BM are also how a text may begin; a bitmap follows them with one of the known header sizes. */
function isBitmapHeader(head: Uint8Array): boolean {
  return head.length >= 18 && [12, 16, 40, 52, 56, 64, 108, 124].includes(head[14]!) && head[15] === 0 && head[16] === 0;
}

/** ISO media files name their brands in the first box. */
function brandKind(text: string): FileKind {
  const brands = text.slice(8, 64);
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  return /hei[cxms]|hev[cx]|mif1/.test(brands) ? 'heic' : 'unknown';
}

function textKind(text: string): FileKind {
  const start = text
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('version https://git-lfs')) return 'lfs-pointer';
  if (start.startsWith('<!doctype html') || start.startsWith('<html') || start.startsWith('<head')) return 'html';
  if (start.startsWith('<svg') || (start.startsWith('<?xml') && start.includes('<svg'))) return 'svg';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters tell bytes from text
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? 'unknown' : 'text';
}
