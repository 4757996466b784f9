import type { Plugin } from 'vite';

/** Makes `….ts?simd` and `….ts?relaxed` below a `wasm/assembly/` folder modules that export the compiled binary. */
export function kernelsWasm(): Plugin;
/** The compiled binary; throws an Error with the compiler's words. */
export function compile(entry: string, variant: 'simd' | 'relaxed'): Promise<Uint8Array<ArrayBuffer>>;
