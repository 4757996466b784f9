/**
 * @file What a file from an address is called: by the server's word, else by the address; with an ending that fits its first
 * bytes, since import goes by endings and addresses often have none. Also tells a web page or a pointer from data.
 */
import { displayName } from '../display-name.ts';
import { latin1, sniff } from '../formats/sniff.ts';
import { lastPart } from './read-address.ts';

/** Enough for the tar mark at byte 257. */
export const HEAD_BYTES = 512;

/** Endings that a file with this beginning may have; the first is added where another, or none, is there. */
const BEGINNINGS: readonly [begins: (text: string) => boolean, endings: readonly string[]][] = [
  [(text) => text.startsWith('PAR1'), ['parquet']],
  [(text) => text.startsWith('\x93NUMPY'), ['npy']],
  [(text) => text.slice(257, 262) === 'ustar', ['tar']],
  [(text) => text.startsWith('RIFF') && text.slice(8, 12) === 'WAVE', ['wav', 'wave']],
  [(text) => text.startsWith('fLaC'), ['flac']],
  [(text) => text.startsWith('OggS'), ['ogg', 'oga', 'opus', 'ogv']],
  [(text) => text.startsWith('ID3'), ['mp3']],
  [(text) => text.startsWith('\x1aE\xdf\xa3'), ['webm', 'mkv']],
  [(text) => /^....ftyp(?!avi[fs]|hei|hev|mif)/s.test(text), ['mp4', 'm4v', 'mov', 'm4a']],
  [(text) => /^ply\r?\n/.test(text), ['ply']],
  [(text) => /^# \.PCD/.test(text), ['pcd']],
];
const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  zip: ['zip', 'npz'],
  gzip: ['tar.gz', 'gz', 'tgz'],
  png: ['png', 'apng'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  gif: ['gif'],
  webp: ['webp'],
  bmp: ['bmp', 'dib'],
  avif: ['avif'],
  svg: ['svg'],
};
/** For what its bytes do not tell. */
const BY_TYPE: readonly [RegExp, string][] = [
  [/\bzip\b/, 'zip'],
  [/^text\/csv/, 'csv'],
  [/^model\/obj/, 'obj'],
  [/^model\/stl/, 'stl'],
  [/^audio\/mpeg/, 'mp3'],
];

export interface FileFacts {
  url: string;
  /** Of the answer, where other origins may read them. */
  disposition: string | null;
  type: string | null;
  /** First bytes, `HEAD_BYTES` of them where it has as many. */
  head: Uint8Array;
}

/** Why these first bytes cannot be data, or null. */
export function notData(head: Uint8Array, type: string | null): 'page' | 'lfs' | 'empty' | null {
  const kind = sniff(head);
  if (kind === 'empty') return 'empty';
  if (kind === 'lfs-pointer') return 'lfs';
  // A page may begin with a comment; a file whose server calls everything a page has bytes that are no text.
  const isText = kind === 'text' || kind === 'html';
  return kind === 'html' || (isText && /text\/html/i.test(type ?? '')) ? 'page' : null;
}

/** A name without folders, fit to be shown, that ends as its content asks. */
export function fileName({ url, disposition, type, head }: FileFacts): string {
  const { pathname, host } = new URL(url);
  const raw = dispositionName(disposition) || lastPart(pathname) || host;
  const name = displayName(raw.split(/[/\\]/).at(-1) ?? '', 100);
  const endings = endingsOf(head);
  const lower = name.toLowerCase();
  if (endings) return endings.some((ending) => lower.endsWith(`.${ending}`)) ? name : `${name}.${endings[0]}`;
  if (/\.[a-z0-9]{1,8}$/i.test(name) && name !== host) return name;
  const ending = BY_TYPE.find(([test]) => test.test(type ?? ''))?.[1];
  return ending ? `${name}.${ending}` : name;
}

function endingsOf(head: Uint8Array): readonly string[] | null {
  const text = latin1(head, 0, HEAD_BYTES);
  return BEGINNINGS.find(([begins]) => begins(text))?.[1] ?? BY_KIND[sniff(head)] ?? null;
}

/** RFC 6266: `filename*` wins over `filename`. */
function dispositionName(header: string | null): string {
  const coded = /filename\*\s*=\s*(?:UTF-8|utf-8)''([^;\s]+)/.exec(header ?? '')?.[1];
  if (coded) {
    try {
      return decodeURIComponent(coded);
    } catch {
      // Not coded as it says: the plain name may be there too.
    }
  }
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/.exec(header ?? '') ?? [];
  return quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
}
