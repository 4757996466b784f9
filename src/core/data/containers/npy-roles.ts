/**
 * @file Which array holds samples, which labels, and which belong together, by their names: `x_train` and `y_train`,
 * `train_images` and `train_labels`, `point_clouds` and `labels`, `arr_0` and `arr_1`. Pure; used by `open-npy.ts`.
 */

export interface ArrayRole {
  /** `beside`: what goes with the points of a cloud and is no cloud. */
  role: 'samples' | 'labels' | 'names' | 'beside' | 'unknown';
  /** What is left of the name; arrays with the same rest are a pair. */
  rest: string;
}

const ROLES: readonly [role: ArrayRole['role'], words: string][] = [
  [
    'samples',
    'x image images imgs pictures data features point points cloud clouds pointcloud pointclouds pc pcs clip clips video videos frames xyz pos coords vertices',
  ],
  ['labels', 'y label labels target targets class'],
  ['names', 'names'],
  ['beside', 'normal normals color colors colour colours rgb seg segs segmentation part parts weights'],
];
const ROLE_OF = new Map(ROLES.flatMap(([role, words]) => words.split(' ').map((word): [string, ArrayRole['role']] => [word, role])));

/** @param name of a file or of an array in an `.npz`, with or without `.npy` */
export function arrayRole(name: string): ArrayRole {
  const words = name
    .toLowerCase()
    .replace(/\.npy$/, '')
    .split(/[_\-. ]+/)
    .filter((word) => word !== '');
  if (words.length === 2 && words[0] === 'arr') {
    // What numpy.savez names arrays that were given no name.
    const role = words[1] === '0' ? 'samples' : words[1] === '1' ? 'labels' : 'unknown';
    return { role, rest: '' };
  }
  const roles = words.map((word) => ROLE_OF.get(word));
  if (roles.includes('names')) return { role: 'names', rest: '' };
  const role = roles.findLast((one) => one !== undefined);
  const rest = words.filter((_, at) => roles[at] === undefined || roles[at] !== role);
  return { role: role ?? 'unknown', rest: rest.join('_') };
}
