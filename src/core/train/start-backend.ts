/**
 * @file Starts the engine: the best backend that passes the self-test, with the fastest kernels that pass it there. Kernels that fail
 * fall back to the reference compositions on the same backend, and the reason is kept for people to read.
 */

import { setKernels } from '../kernels/current-kernels.ts';
import type { KernelSet } from '../kernels/kernel-set.ts';
import { loadKernels } from '../kernels/load-kernels.ts';
import { referenceKernels } from '../kernels/reference/reference-kernels.ts';
import { chooseBackend, SELF_TEST_TOLERANCE, type SelfTestResult } from '../tensor/backend.ts';
import type { BackendInfo, BackendName } from '../tensor/backend-info.ts';
import { selfTest } from './self-test.ts';

export interface StartOptions {
  /** Called once, after a backend was accepted, when its device is gone or a command failed. */
  onLost: (reason: string) => void;
  /** False for stock operations only, the reference that everything else is held to. */
  fused?: boolean;
  /** Gives the kernels of a backend; tests put bad ones here. */
  load?: (backend: BackendName) => Promise<KernelSet>;
}

/** @throws PlaygroundError `backend-unusable` when the one asked for, or every one, fails */
export async function startBackend(
  requested: BackendName | 'auto',
  { onLost, fused = true, load = loadKernels }: StartOptions,
): Promise<BackendInfo> {
  const testOn = async (backend: BackendName, errors: string[]): Promise<SelfTestResult> => {
    const fast = fused ? await testFused(() => load(backend), errors) : null;
    if (fast && fast.kernels.slower === null) return fast;
    errors.length = 0;
    setKernels(referenceKernels);
    return { error: await selfTest(), kernels: { name: 'reference', slower: fast?.kernels.slower ?? null } };
  };
  return chooseBackend(requested, { selfTest: testOn, onLost });
}

/** The faster kernels under the self-test; `slower` says why they cannot be used. */
async function testFused(load: () => Promise<KernelSet>, errors: readonly string[]): Promise<SelfTestResult> {
  const refused = (reason: string): SelfTestResult => ({ error: Number.NaN, kernels: { name: 'reference', slower: reason } });
  try {
    const set = await load();
    setKernels(set);
    const error = await selfTest();
    if (errors[0]) return refused(errors[0]);
    if (!(error <= SELF_TEST_TOLERANCE)) return refused(`they failed the self-test (relative error ${error.toExponential(1)})`);
    return { error, kernels: { name: set.name, slower: null } };
  } catch (thrown) {
    return refused(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
