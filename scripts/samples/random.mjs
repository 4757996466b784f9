/** @file Seeded numbers for every sample: each has a stream of its own, named after it, so that one can change without the others. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers of one sample. @param {string} name such as `textures/rings/7` */
export function randomOf(name) {
  let seed = 17;
  for (const letter of name) seed = (Math.imul(seed, 31) + letter.charCodeAt(0)) | 0;
  const generator = xoroshiro128plus(seed);
  for (let warm = 0; warm < 8; warm++) generator.next();
  const next = () => uniformFloat64(generator);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (list) => list[Math.floor(next() * list.length)],
    /** About normal, mean 0 and deviation 1: six uniform numbers added. */
    normal: () => (next() + next() + next() + next() + next() + next() - 3) * Math.SQRT2,
  };
}
