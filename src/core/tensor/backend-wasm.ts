/**
 * @file WebAssembly with SIMD, the path of everyone without a GPU. tfjs 4.22 stays at one thread even where its
 * threaded build loads (measured, docs/decisions/0001-tfjs-as-substrate.md), so that build is not offered.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { StartedBackend } from './backend-info.ts';
import * as tf from './tf.ts';

/** A WebAssembly heap of 32-bit addresses grows to 4 GB; tfjs's build allows all of it. */
const HEAP_BYTES = 2 ** 32;

/** @throws Error with a plain sentence when WebAssembly cannot be used */
export async function startWasm(): Promise<StartedBackend> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': simdUrl, // tfjs wants three entries; this one is never fetched
  });
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly files could not be loaded');
  return { adapter: '', software: false, capacity: { total: HEAP_BYTES, tensor: null } };
}
