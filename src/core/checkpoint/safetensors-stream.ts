/**
 * @file Opens a safetensors file wherever it lies: the header first, then one tensor at a time. In memory are the header
 * and the tensor that is being read, never the file.
 */
import type { HostTensor } from '../tensor/params.ts';
import type { ByteSource } from './byte-source.ts';
import { SIGNATURE_BYTES } from './foreign-files.ts';
import { tensorNumbers } from './safetensors.ts';
import { headerLength, parseHeader, safetensorsError, type TensorEntry } from './safetensors-header.ts';

export interface OpenedSafetensors {
  /** For messages. */
  name: string;
  /** By name, in the header's order. */
  entries: ReadonlyMap<string, TensorEntry>;
  metadata: Record<string, string>;
  /** @throws PlaygroundError for an unknown name, a source that fails, integers beyond ±2^53 */
  read(name: string): Promise<HostTensor>;
}

/** @throws PlaygroundError `safetensors-…` naming what is wrong with the file, or what the source throws */
export async function openSafetensors(source: ByteSource): Promise<OpenedSafetensors> {
  const start = await source.read(0, Math.min(SIGNATURE_BYTES, source.size));
  const length = headerLength(start, source.size, source.name);
  const json = await source.read(8, 8 + length);
  if (json.length !== length) throw safetensorsError(source.name, 'cut', `gave ${json.length} bytes of a header of ${length}`);
  const { entries, metadata } = parseHeader(json, source.size - 8 - length, source.name);
  return {
    name: source.name,
    entries,
    metadata,
    read: async (name) => {
      const entry = entries.get(name);
      if (!entry) throw safetensorsError(source.name, 'name', `has no tensor “${name}”`);
      const bytes = await source.read(entry.begin, entry.end);
      if (bytes.length !== entry.end - entry.begin)
        throw safetensorsError(
          source.name,
          'cut',
          `gave ${bytes.length} bytes of “${name}” where ${entry.end - entry.begin} were asked for`,
        );
      return { shape: entry.shape, data: tensorNumbers(entry, bytes, source.name) };
    },
  };
}
