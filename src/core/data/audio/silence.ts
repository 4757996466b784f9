/**
 * @file What silence is in a record of each front end, without the front ends themselves: augmentations need no more of them.
 */

/** Added to the nano front end's energies before the logarithm. */
export const NANO_FLOOR = 1e-6;
/** Least energy in Kaldi's filter bank: the distance from 1 to the next float32. */
export const KALDI_FLOOR = 2 ** -23;

export const NANO_SILENCE = Math.log(NANO_FLOOR);
export const KALDI_SILENCE = Math.log(KALDI_FLOOR);
