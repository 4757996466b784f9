/**
 * @file A list of numbers that grows in one typed array, for files that do not say how much they hold. Doubling keeps what
 * is allocated below four times what is held, old array included.
 */

export interface NumberList<T> {
  /** Numbers held. */
  length(): number;
  push3(a: number, b: number, c: number): void;
  /** The numbers, without spare room. */
  take(): T;
}

export function float64List(): NumberList<Float64Array> {
  return growing(new Float64Array(384), (size) => new Float64Array(size));
}

export function uint32List(): NumberList<Uint32Array> {
  return growing(new Uint32Array(384), (size) => new Uint32Array(size));
}

function growing<T extends Float64Array | Uint32Array>(first: T, make: (size: number) => T): NumberList<T> {
  let values = first;
  let length = 0;
  return {
    length: () => length,
    push3(a, b, c) {
      if (length + 3 > values.length) {
        const larger = make(2 * values.length);
        larger.set(values);
        values = larger;
      }
      values[length] = a;
      values[length + 1] = b;
      values[length + 2] = c;
      length += 3;
    },
    take: () => values.slice(0, length) as T,
  };
}
