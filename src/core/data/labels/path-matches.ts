/**
 * @file Which file of a drop a table means by `clips/1.wav`, `.\\clips\\1`, or `1`: by the end of its path, with or without suffix,
 * in any case. Pure; used by `table-labels.ts`.
 */

/** The path meant; undefined where there is none, or where the name fits more than one. */
export type FindPath = (name: string) => string | undefined;

/** @param near folder of the table, with `/` at its end or empty: a file there is meant before others */
export function pathFinder(paths: readonly string[], near: string): FindPath {
  /** For each number of parts and with or without suffix, ends of paths to the path; null where several end so. */
  const ends = new Map<string, Map<string, string | null>>();
  const endsOf = (parts: number, isBare: boolean): Map<string, string | null> => {
    const key = `${parts}${isBare}`;
    const known = ends.get(key);
    if (known) return known;
    const made = new Map<string, string | null>();
    for (const path of paths) {
      const all = plain(isBare ? withoutSuffix(path) : path).split('/');
      if (all.length < parts) continue;
      const end = all.slice(-parts).join('/');
      made.set(end, made.has(end) ? null : path);
    }
    ends.set(key, made);
    return made;
  };
  return (raw) => {
    const name = plain(raw);
    if (name === '') return undefined;
    for (const wanted of [plain(near + raw), name]) {
      const parts = wanted.split('/').length;
      if (parts > 32) return undefined;
      for (const isBare of [false, true]) {
        const path = endsOf(parts, isBare).get(wanted);
        if (path) return path;
      }
    }
    return undefined;
  };
}

function plain(path: string): string {
  return path
    .normalize('NFC')
    .replace(/\\/g, '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
    .toLowerCase();
}

function withoutSuffix(path: string): string {
  return path.replace(/\.[a-z0-9]{1,5}$/i, '');
}
