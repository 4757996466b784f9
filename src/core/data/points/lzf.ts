/**
 * @file LZF (Marc Lehmann, liblzf), the packing of compressed PCD files: runs of plain bytes, and copies of earlier ones.
 * A control byte below 32 precedes that many + 1 plain bytes; any other holds a copy's length − 2 in its upper three bits
 * (7: the next byte is added) and, with the byte after it, how far back the copy starts.
 */

/**
 * Exactly `size` bytes. Three packed bytes can give 264 at most; ask for less before calling.
 * @returns undefined when the packed bytes end early, go on, or point outside
 */
export function unpackLzf(packed: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size);
  let from = 0;
  let to = 0;
  while (from < packed.length) {
    const control = packed[from++]!;
    if (control < 32) {
      const length = control + 1;
      if (from + length > packed.length || to + length > size) return undefined;
      out.set(packed.subarray(from, from + length), to);
      from += length;
      to += length;
      continue;
    }
    let length = (control >> 5) + 2;
    if (length === 9) length += packed[from++] ?? 0;
    const low = packed[from++];
    if (low === undefined) return undefined;
    let source = to - ((control & 31) << 8) - low - 1;
    if (source < 0 || to + length > size) return undefined;
    for (const end = to + length; to < end; ) out[to++] = out[source++]!; // a copy may overlap itself
  }
  return to === size ? out : undefined;
}

/** Most bytes that `packed` of them can hold. */
export const lzfLimit = (packed: number): number => packed * 88;
