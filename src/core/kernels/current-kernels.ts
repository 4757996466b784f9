/** @file The set of kernels in use: the reference until `setKernels` puts another one in its place. One per thread. */
import type { KernelSet } from './kernel-set.ts';
import { referenceKernels } from './reference/reference-kernels.ts';

let current: KernelSet = referenceKernels;

/** The set in use. */
export function kernels(): KernelSet {
  return current;
}

/** Uses `set` from now on; it must fit the backend that is current, and `referenceKernels` fits any. @returns the set used before */
export function setKernels(set: KernelSet): KernelSet {
  const before = current;
  current = set;
  return before;
}
