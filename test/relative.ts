/** @file How far two arrays are apart, relative to the norm of the one that is right. */

/** ‖got − want‖ / ‖want‖; NaN when anything is not finite. */
export function relative(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) throw new Error(`${got.length} values where PyTorch has ${want.length}`);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < want.length; i++) {
    difference += (got[i]! - want[i]!) ** 2;
    norm += want[i]! ** 2;
  }
  return Math.sqrt(difference) / (Math.sqrt(norm) || 1);
}
