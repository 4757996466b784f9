/**
 * @file Starts the compiled kernels (assembly/) on tfjs's memory: with fused multiply-add where the browser knows relaxed SIMD
 * (Chrome from 114 on), else with plain SIMD. Types of its functions; what they do is said there. Addresses and strides are bytes, sizes floats.
 */
import type { Heap } from './heap.ts';

type Address = number;

export interface WasmModule {
  productBytes(): number;
  product(
    ...args: [
      ...sizes: [rows: number, columns: number, depth: number],
      ...left: [a: Address, aSteps: boolean, aStride: number],
      ...right: [b: Address, bSteps: boolean, bStride: number],
      ...result: [c: Address, cStride: number, accumulate: boolean],
      ...more: [bias: Address, residual: Address, sums: Address, work: Address],
    ]
  ): void;
  gelu(x: Address, y: Address, size: number): void;
  geluGradient(dy: Address, x: Address, dx: Address, size: number): void;
  relu(x: Address, size: number): void;
  reluGradient(dy: Address, y: Address, dx: Address, size: number): void;
  layerNorm(x: Address, gamma: Address, beta: Address, y: Address, stats: Address, rows: number, width: number, eps: number): void;
  attentionBytes(tokens: number): number;
  attention(
    ...args: [
      ...addresses: [qkv: Address, y: Address, stats: Address, work: Address],
      ...sizes: [batch: number, tokens: number, heads: number, width: number],
    ]
  ): void;
  attentionGradient(
    ...args: [
      ...addresses: [dy: Address, qkv: Address, y: Address, stats: Address, dqkv: Address, work: Address],
      ...sizes: [batch: number, tokens: number, heads: number, width: number],
    ]
  ): void;
  /** @returns the loss */
  crossEntropy(logits: Address, targets: Address, gradient: Address, rows: number, classes: number): number;
  meanPool(x: Address, y: Address, groups: number, rows: number, width: number): void;
  meanPoolGradient(dy: Address, dx: Address, groups: number, rows: number, width: number): void;
  maxPool(x: Address, y: Address, groups: number, rows: number, width: number): void;
  maxPoolGradient(
    ...args: [dy: Address, x: Address, y: Address, dx: Address, groups: number, rows: number, width: number, work: Address]
  ): void;
  merge(weight: Address, aux: Address, scale: Address, merged: Address, groups: number, size: number): void;
  mergeScaleGradient(gradient: Address, aux: Address, dScale: Address, groups: number, size: number): void;
  /** @returns Σ x² */
  sumSquares(x: Address, size: number): number;
  adamw(
    ...args: [
      ...values: [param: Address, gradient: Address, m: Address, v: Address, gradientScale: Address],
      ...results: [newParam: Address, newM: Address, newV: Address],
      ...numbers: [size: number, beta1: number, beta2: number, epsilon: number, keep: number, rate: number, toV: number],
    ]
  ): void;
  layerNormGradient(
    ...args: [
      ...inputs: [dy: Address, x: Address, stats: Address, gamma: Address],
      ...results: [dx: Address, dGamma: Address, dBeta: Address],
      ...sizes: [rows: number, width: number, work: Address],
    ]
  ): void;
}

/** Fused multiply-add took 0.88 of the time of a product of 2048 × 128 by 128 × 512 in Chromium 156 (AMD EPYC, 2026-11). */
const RELAXED_MADD = [0xfd, 0x85, 0x02];
/** Two bitwise `and`s, which leave one of three values. */
const SIMD_ANDS = [0xfd, 0x4e, 0xfd, 0x4e];

/** A module of one function, which applies `operation` to three vectors of zeros: valid where the operation is known. */
const probe = (...operation: number[]) =>
  new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0],
    ...[10, 16 + operation.length, 1, 14 + operation.length, 0],
    ...[0x41, 0, 0xfd, 15, 0x41, 0, 0xfd, 15, 0x41, 0, 0xfd, 15],
    ...operation,
    0x0b,
  ]);

/** @throws Error where there is no SIMD */
export async function startModule(heap: Heap): Promise<WasmModule> {
  if (!WebAssembly.validate(probe(...SIMD_ANDS))) throw new Error('this browser runs WebAssembly without SIMD');
  const { default: binary } = WebAssembly.validate(probe(...RELAXED_MADD))
    ? await import('./assembly/kernels.ts?relaxed')
    : await import('./assembly/kernels.ts?simd');
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory: heap.memory, log: Math.log } });
  return instance.exports as unknown as WasmModule;
}
