/**
 * @file The disposable worker that reads one original again: opens the drop, finds the path, decodes a sound or hands the file over.
 * Started and ended by `original-client.ts` only.
 */
import { decodeAudio } from '../core/data/audio/decode-audio.ts';
import { displayName } from '../core/data/display-name.ts';
import { type DropSource, plainFile } from '../core/data/drop-source.ts';
import { openDrop } from '../core/data/open-drop.ts';
import { PlaygroundError, toProblem } from '../core/errors.ts';
import { keptPart } from './kept-part.ts';
import type { Original, OriginalMessage, OriginalRequest } from './original-client.ts';

const post = (message: OriginalMessage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

self.onmessage = ({ data }: MessageEvent<OriginalRequest>) => {
  find(data).then(
    (original) => post({ type: 'found', original }, original.kind === 'sound' ? [original.samples.buffer] : []),
    (error: unknown) =>
      post({ type: 'failed', problem: toProblem(error, 'original-unreadable', 'What the model sees was made before and is shown.') }),
  );
};

async function find(request: OriginalRequest): Promise<Original> {
  const { files, path, modality } = request;
  // A file that lies there as it is needs no archive opened.
  const plain = files.find((file) => file.path === path);
  if (plain) return read(plainFile(path, plain.file), request);
  const zips = files.filter((file) => /\.zip$/i.test(file.path) && path.startsWith(`${file.path}/`));
  const sources = await openDrop(zips.length > 0 ? zips : files, modality, { skip: new Set(), onRejected: () => undefined });
  const source = sources.find((one) => one.path === path) ?? (await namesake(sources, path));
  if (source) return read(source, request);
  // Loose files are among the sources, too.
  const frames = new Set([...files, ...sources].map((one) => one.path).filter((one) => one.startsWith(`${path}/`))).size;
  if (frames > 0) return { kind: 'frames', count: frames };
  const where = displayName(path);
  const hint = 'What the model sees was made before and is shown.';
  throw new PlaygroundError({ code: 'original-gone', message: `${where} is no longer among the files of this data.`, hint, where });
}

/** Import calls the second of two different files of one path `name (2).wav`. */
async function namesake(sources: readonly DropSource[], path: string): Promise<DropSource | undefined> {
  const [, stem = '', count = '', ending = ''] = /^(.*) \((\d+)\)(\.[^./]*)?$/.exec(path) ?? [];
  const different: { source: DropSource; bytes: Uint8Array }[] = [];
  for (const source of sources) {
    if (source.kind !== 'file' || source.path !== stem + ending) continue;
    const bytes = await source.read();
    if (!different.some((other) => isEqual(other.bytes, bytes))) different.push({ source, bytes });
  }
  return different[Number(count) - 1]?.source;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

async function read(source: DropSource, { path, modality, aroundSeconds }: OriginalRequest): Promise<Original> {
  if (source.kind === 'frames') return { kind: 'frames', count: source.frames.length };
  if (source.kind === 'picture') return { ...(await source.read()), kind: 'pixels' };
  if (modality === 'audio') return { kind: 'sound', ...keptPart(await decodeAudio(await source.read(), path), aroundSeconds) };
  const blob = await source.blob();
  // Browsers tell pictures and clips by their content; SVG by its type only.
  return { kind: 'file', blob: /\.svg$/i.test(path) ? new Blob([blob], { type: 'image/svg+xml' }) : blob };
}
