/**
 * @file Seeded damage for parser tests: bits flipped, bytes set to edge values, parts cut, doubled or moved. Imported by tests only.
 */
import { createRng } from '../../tensor/rng.ts';

const EDGES = [0, 1, 0x7f, 0x80, 0xff];

/** A damaged copy; the same seed damages in the same way. */
export function mutate(bytes: Uint8Array<ArrayBuffer>, seed: number): Uint8Array<ArrayBuffer> {
  const rng = createRng(seed, 'mutate');
  let mutant = bytes.slice();
  const times = 1 + rng.integer(3);
  for (let time = 0; time < times && mutant.length > 0; time++) {
    const at = rng.integer(mutant.length);
    const length = 1 + rng.integer(Math.min(16, mutant.length - at));
    const kind = rng.integer(6);
    if (kind === 0) mutant[at] = mutant[at]! ^ (1 << rng.integer(8));
    else if (kind === 1) mutant.fill(EDGES[rng.integer(EDGES.length)]!, at, at + length);
    else if (kind === 2) mutant = mutant.slice(0, at);
    else if (kind === 3) mutant = Uint8Array.from([...mutant.subarray(0, at), ...mutant.subarray(at + length)]);
    else if (kind === 4) mutant = Uint8Array.from([...mutant.subarray(0, at + length), ...mutant.subarray(at)]);
    else mutant.copyWithin(rng.integer(mutant.length), at, at + length);
  }
  return mutant;
}
