/**
 * @file The part of jax-js that the benchmark calls, so that types are checked without its package (`bench/package.json` installs it).
 * Arrays are owned: every use but the last takes `.ref`.
 */
declare module '@jax-js/jax' {
  export interface JaxArray {
    readonly ref: JaxArray;
    readonly shape: number[];
    add(other: JaxArray | number): JaxArray;
    sub(other: JaxArray | number): JaxArray;
    mul(other: JaxArray | number): JaxArray;
    div(other: JaxArray | number): JaxArray;
    reshape(shape: number[]): JaxArray;
    data(): Promise<Float32Array>;
    dispose(): void;
  }
  export type Tree = Record<string, JaxArray>;
  export const numpy: {
    array(values: Float32Array, options: { shape: number[] }): JaxArray;
    zeros(shape: number[]): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    transpose(a: JaxArray, axes?: number[]): JaxArray;
    split(a: JaxArray, sections: number, axis: number): JaxArray[];
    concatenate(parts: JaxArray[], axis: number): JaxArray;
    broadcastTo(a: JaxArray, shape: number[]): JaxArray;
    take(a: JaxArray, index: number, axis: number): JaxArray;
    mean(a: JaxArray, axis?: number, options?: { keepdims: boolean }): JaxArray;
    sum(a: JaxArray, axis?: number): JaxArray;
    square(a: JaxArray): JaxArray;
    sqrt(a: JaxArray): JaxArray;
    reciprocal(a: JaxArray): JaxArray;
    stack(parts: JaxArray[]): JaxArray;
  };
  export const nn: {
    gelu(x: JaxArray, options: { approximate: boolean }): JaxArray;
    softmax(x: JaxArray, axis: number): JaxArray;
    logSoftmax(x: JaxArray, axis: number): JaxArray;
  };
  export const tree: { ref(tree: Tree): Tree; dispose(tree: Tree): void };
  export function init(...devices: string[]): Promise<string[]>;
  export function defaultDevice(device: string): string;
  // biome-ignore lint/suspicious/noExplicitAny: arguments are trees of any form
  export function jit<F extends (...args: any[]) => unknown>(f: F): F & { dispose(): void };
  export function valueAndGrad<A extends unknown[], R, G = A[0]>(
    f: (...args: A) => R,
    options?: { argnums: number | number[] },
  ): (...args: A) => [value: R, gradient: G];
  export function blockUntilReady<T>(arrays: T): Promise<T>;
}
