/**
 * @file Names and facts of the places where tensors can live. Types only.
 */

import type { BackendName } from '../../config/backends.ts';

export type { BackendName };

export interface BackendInfo {
  name: BackendName;
  /** What the driver calls itself, such as `Apple M2` or `SwiftShader`; empty for wasm and cpu. */
  adapter: string;
  /** True for an adapter that computes on the CPU. */
  software: boolean;
  /** Backends tried before this one, each with why it was passed over, a plain sentence. */
  skipped: { name: BackendName; reason: string }[];
  capacity: Capacity;
  /** Largest relative error of the start-up self-test against the CPU reference. */
  selfTestError: number;
  kernels: KernelChoice;
}

/** Which kernels compute on the backend. */
export interface KernelChoice {
  /** `reference` are stock operations; the others are of our own. */
  name: 'reference' | 'wasm' | 'webgpu';
  /** Why the faster ones are not used, a plain sentence; null where nothing faster was passed over. */
  slower: string | null;
}

/** What a backend can hold, in bytes; null where it does not say. */
export interface Capacity {
  /** All tensors together. */
  total: number | null;
  /** One tensor. */
  tensor: number | null;
}

/** What a backend module reports after it has started. */
export interface StartedBackend {
  adapter: string;
  software: boolean;
  capacity: Capacity;
  /** Errors that the device reported outside of any call; empty where a backend has none. */
  errors?: string[];
  /** From now on a lost device or a failed command is told once, with a plain sentence. */
  watch?: (onLost: (reason: string) => void) => void;
  /** Gives the device back when the backend is passed over. */
  release?: () => void;
}
