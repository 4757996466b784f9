/**
 * @file Opened encoders in the worker's memory: the last ones used stay, within a bound of bytes, so that choosing many large
 * models one after another does not fill the tab. Those in use by a run are held by the run itself.
 */
import type { LoadedEncoder } from '../core/checkpoint/load-encoder.ts';

/** Enough for a target and an auxiliary of ViT-B in f32. */
const MOST_BYTES = 1e9;

export interface EncoderStorage {
  /**
   * The encoder of that key, opened now if it is not there. Equal calls at one time open it once; a failure is forgotten.
   */
  get(key: string, open: () => Promise<LoadedEncoder>): Promise<LoadedEncoder>;
}

export function createEncoderStorage(mostBytes = MOST_BYTES): EncoderStorage {
  /** Oldest use first. */
  const kept = new Map<string, { encoder: Promise<LoadedEncoder>; bytes: number }>();

  const trim = () => {
    let bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
    const [newest] = [...kept.keys()].slice(-1);
    for (const [key, one] of kept) {
      if (bytes <= mostBytes) return;
      if (key === newest || one.bytes === 0) continue; // in use now, or still being opened
      kept.delete(key);
      bytes -= one.bytes;
    }
  };

  return {
    get(key, open) {
      const found = kept.get(key) ?? { encoder: open(), bytes: 0 };
      kept.delete(key);
      kept.set(key, found);
      found.encoder.then(
        (encoder) => {
          found.bytes = bytesOf(encoder);
          trim();
        },
        () => kept.get(key) === found && kept.delete(key),
      );
      return found.encoder;
    },
  };
}

function bytesOf({ params, head }: LoadedEncoder): number {
  return [...Object.values(params), ...Object.values(head ?? {})].reduce((sum, { data }) => sum + data.byteLength, 0);
}
