/**
 * @file Files that are dropped as points and are something else: web pages, git-lfs pointers, archives, pickles, and 3-D
 * formats that are not read. Each gets its own word, so that people know what to do.
 */
import { PlaygroundError } from '../../errors.ts';
import { sniffAudio } from '../audio/sniff-audio.ts';
import { otherFile } from '../formats/other-file.ts';
import { latin1, SNIFF_BYTES, sniff } from '../formats/sniff.ts';
import type { ClipKind } from '../video/sniff-video.ts';

const CONVERT = 'Convert it to PLY first, for example with CloudCompare, MeshLab or Blender; the rest loads.';
const OTHERS: readonly [test: (text: string) => boolean, what: string][] = [
  [(text) => text.startsWith('LASF'), 'a LAS or LAZ file'],
  [(text) => text.startsWith('ASTM-E57'), 'an E57 file'],
  [(text) => text.startsWith('glTF'), 'a binary glTF model (GLB)'],
  [(text) => /^\s*\{\s*"(?:asset|accessors|scenes?|buffers|nodes|meshes)"/.test(text), 'a glTF model'],
  [(text) => text.startsWith('Kaydara FBX') || text.startsWith('; FBX'), 'an FBX model'],
  [(text) => text.startsWith('BLENDER'), 'a Blender scene'],
  [(text) => text.startsWith('DRACO'), 'a Draco file'],
  [(text) => text.startsWith('# vtk DataFile') || text.includes('<VTKFile'), 'a VTK file'],
  [(text) => text.includes('<COLLADA'), 'a Collada model'],
  [(text) => text.startsWith('#VRML') || text.includes('<X3D'), 'a VRML or X3D scene'],
  [(text) => text.startsWith('ISO-10303-21'), 'a STEP file'],
  [(text) => text.startsWith('\x89HDF'), 'an HDF5 file'],
];

type Refusal = readonly [code: string, message: string, hint: string];

/** What may be points: text, and binary formats that `sniff` does not know. */
const MAY_BE_POINTS: ReadonlySet<ClipKind> = new Set<ClipKind>(['text', 'unknown']);
const UTF16: Refusal = ['utf16', 'is text in UTF-16', 'Save it as UTF-8 (in an editor: “Save with encoding”); the rest loads.'];

/**
 * @param fileName fit to be shown
 * @throws PlaygroundError `file-…` of `otherFile`; `points-utf16`, `points-other-format`
 */
export function refuseOtherContent(bytes: Uint8Array, fileName: string): void {
  const head = bytes.subarray(0, SNIFF_BYTES);
  const first = sniff(head);
  // Words may begin as a sound does; only bytes that are no text are looked at again.
  const kind = first === 'unknown' ? sniffAudio(head) : first;
  if (!MAY_BE_POINTS.has(kind)) throw otherFile(kind, 'point', fileName);
  const refusal = isUtf16(head) ? UTF16 : otherFormat(head);
  if (!refusal) return;
  const [code, message, hint] = refusal;
  throw new PlaygroundError({ code: `points-${code}`, message: `${fileName} ${message}.`, hint, where: fileName });
}

function otherFormat(head: Uint8Array): Refusal | undefined {
  const text = latin1(head, 0, SNIFF_BYTES);
  const what = OTHERS.find(([test]) => test(text))?.[1];
  return what === undefined ? undefined : ['other-format', `is ${what}, which is not read`, CONVERT];
}

function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) || hasEverySecondZero(head);
}

/** Latin letters as UTF-16 without its mark: one byte of each two is zero, the other printable. */
function hasEverySecondZero(head: Uint8Array): boolean {
  const pairs = Math.min(32, head.length >> 1);
  if (pairs < 4) return false;
  for (const zero of [0, 1]) {
    let fits = true;
    for (let pair = 0; pair < pairs; pair++) if (head[2 * pair + zero] !== 0 || !isPrintable(head[2 * pair + 1 - zero]!)) fits = false;
    if (fits) return true;
  }
  return false;
}

const isPrintable = (byte: number) => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
