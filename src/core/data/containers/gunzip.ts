/**
 * @file Unpacks a `.gz` that nobody has checked: the platform's decoder with its checksum, the bytes counted as they come, the
 * size at the file's end compared (RFC 1952), and a buffer that grows with what is really there. For tar and IDX files.
 */
import { PlaygroundError } from '../../errors.ts';
import { byteText, countText } from '../display-name.ts';
import { containerError } from './container-entry.ts';
import { CONTAINER_LIMITS } from './container-limits.ts';

/** Ten bytes of header, two of an empty stream, eight of checksum and size. */
const SHORTEST = 20;
/** Deflate packs 258 bytes into 2 bits at best. */
const HIGHEST_RATIO = 1032;
const FIRST_BUFFER = 65_536;

/** Whether the file begins as gzip does. */
export async function isGzip(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * @param limitBytes most that it may unpack to
 * @throws PlaygroundError `gzip-cut`, `gzip-bomb`, `gzip-too-large`, `gzip-size` or `gzip-damaged`
 */
export async function gunzip(
  packed: Blob,
  path: string,
  limitBytes: number = CONTAINER_LIMITS.memoryBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  if (packed.size < SHORTEST) throw containerError(path, 'gzip-cut', `ends early: it has ${packed.size} bytes, less than any gzip file`);
  const claimed = new DataView(await packed.slice(-4).arrayBuffer()).getUint32(0, true);
  if (claimed > HIGHEST_RATIO * packed.size)
    throw containerError(path, 'gzip-cut', 'is cut off or damaged: the size at its end is impossible');
  if (claimed > limitBytes) throw tooLarge(path, claimed, limitBytes);
  checkRatio(path, claimed, packed.size);

  let bytes = new Uint8Array(Math.min(claimed, Math.max(FIRST_BUFFER, 4 * packed.size)));
  let at = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const chunk = step.value;
      if (at + chunk.length > claimed) throw wrongSize(path, claimed, 'more');
      if (at + chunk.length > bytes.length) bytes = grown(bytes, Math.min(claimed, Math.max(2 * bytes.length, at + chunk.length)));
      bytes.set(chunk, at);
      at += chunk.length;
    }
  } catch (error) {
    reader.cancel().catch(() => undefined); // it has failed already or is given up
    if (error instanceof PlaygroundError) throw error;
    throw containerError(path, 'gzip-damaged', 'is damaged and could not be unpacked');
  }
  if (at !== claimed) throw wrongSize(path, claimed, `only ${countText(at)} bytes`);
  return bytes;
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

function checkRatio(path: string, claimed: number, packed: number): void {
  const { ratio, ratioFromBytes } = CONTAINER_LIMITS;
  if (claimed <= ratioFromBytes || claimed <= ratio * packed) return;
  const is = `unpacks to ${byteText(claimed)}, ${countText(claimed / packed)} times its size, as files made to do harm do`;
  throw containerError(path, 'gzip-bomb', is, 'Unpack it yourself if you trust it, and drop what is inside.');
}

function tooLarge(path: string, claimed: number, limit: number): PlaygroundError {
  const is = `unpacks to ${byteText(claimed)}; ${byteText(limit)} are the limit`;
  return containerError(path, 'gzip-too-large', is, 'Unpack it and drop the folder, or split it.');
}

function wrongSize(path: string, claimed: number, got: string): PlaygroundError {
  const is = `is cut off or damaged: it says that it unpacks to ${countText(claimed)} bytes, and there are ${got}`;
  return containerError(path, 'gzip-size', is);
}
