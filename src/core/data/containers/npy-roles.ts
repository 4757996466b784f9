/**
 * @file Which array holds pictures, which labels, and which belong together, by their names: `x_train` and `y_train`,
 * `train_images` and `train_labels`, `X` and `Y`, `arr_0` and `arr_1`. Pure; used by `open-npy.ts`.
 */

export interface ArrayRole {
  role: 'pictures' | 'labels' | 'names' | 'unknown';
  /** What is left of the name; arrays with the same rest are a pair. */
  rest: string;
}

const WORDS: Record<string, ArrayRole['role']> = {
  x: 'pictures',
  image: 'pictures',
  images: 'pictures',
  imgs: 'pictures',
  pictures: 'pictures',
  data: 'pictures',
  features: 'pictures',
  y: 'labels',
  label: 'labels',
  labels: 'labels',
  target: 'labels',
  targets: 'labels',
  class: 'labels',
  names: 'names',
};

/** @param name of a file or of an array in an `.npz`, with or without `.npy` */
export function arrayRole(name: string): ArrayRole {
  const words = name
    .toLowerCase()
    .replace(/\.npy$/, '')
    .split(/[_\-. ]+/)
    .filter((word) => word !== '');
  if (words.length === 2 && words[0] === 'arr') {
    // What numpy.savez names arrays that were given no name.
    const role = words[1] === '0' ? 'pictures' : words[1] === '1' ? 'labels' : 'unknown';
    return { role, rest: '' };
  }
  const roles = words.map((word) => (Object.hasOwn(WORDS, word) ? WORDS[word]! : undefined));
  if (roles.includes('names')) return { role: 'names', rest: '' };
  const at = roles.findLastIndex((role) => role !== undefined);
  return at < 0 ? { role: 'unknown', rest: words.join('_') } : { role: roles[at]!, rest: words.toSpliced(at, 1).join('_') };
}
