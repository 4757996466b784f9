/**
 * @file Which file of a drop a table means by `clips/1.wav`, `.\\clips\\1`, or `1`: by the end of its path, with or without suffix,
 * in any case. Pure; used by `table-labels.ts`.
 */
import { isSplitPart } from '../class-paths.ts';

export interface FindPath {
  /** The path meant; undefined where there is none, or where the name fits more than one. */
  (name: string): string | undefined;
  /** Whether a name that gives no path does so because it fits more than one. */
  fitsSeveral(name: string): boolean;
}

export interface FinderOptions {
  /** The table's own name without suffix: what lies in a folder of that name, or of a word of it, is meant before others. */
  tableName?: string;
  /**
   * For tables none of whose names fit as they stand: names that start further out than the drop (`/home/anna/set/1.png`) by ever
   * shorter ends, and numbers without the zeros before them (`7` for `0007.png`).
   */
  isLoose?: boolean;
}

type Form = 'whole' | 'bare' | 'number';

/** @param near folder of the table, with `/` at its end or empty: a file there is meant before others */
export function pathFinder(paths: readonly string[], near: string, { tableName = '', isLoose = false }: FinderOptions = {}): FindPath {
  /** For each number of parts and each form, ends of paths to the path; null where several end so. */
  const ends = new Map<string, Map<string, string | null>>();
  const endsOf = (parts: number, form: Form): Map<string, string | null> => {
    const key = `${parts}${form}`;
    const known = ends.get(key);
    if (known) return known;
    const made = new Map<string, string | null>();
    for (const path of paths) {
      const all = inForm(path, form)?.split('/');
      if (!all || all.length < parts) continue;
      const end = all.slice(-parts).join('/');
      made.set(end, made.has(end) ? null : path);
    }
    ends.set(key, made);
    return made;
  };
  const exact = new Map(paths.map((path) => [plain(path), path]));
  const own = tableFolders(paths, tableName);
  const forms: readonly Form[] = isLoose ? ['whole', 'bare', 'number'] : ['whole', 'bare'];
  const lasts = new Set(paths.flatMap((path) => forms.flatMap((form) => lastPart(inForm(path, form) ?? ''))));
  const mayFit = (raw: string) => {
    const last = lastPart(raw.replaceAll('\\', '/')).normalize('NFC').toLowerCase();
    if (last === '' || last === '.') return true; // what stands before it counts
    return lasts.has(last) || (isLoose && lasts.has(numbered(last) ?? ''));
  };
  /** Null for several. */
  const look = (raw: string): string | null | undefined => {
    // Most rows of a table for many more files fit none, and this says so without taking their names apart.
    if (!mayFit(raw)) return undefined;
    const name = isLoose ? withoutRoot(plain(raw)) : plain(raw);
    if (name === '') return undefined;
    const nearest = [...own.map((folder) => `${near}${folder}/${name}`), `${near}${name}`];
    const exactly = exact.get(plain(`${near}${name}`));
    if (exactly !== undefined) return exactly;
    let isSeveral = false;
    for (const wanted of [...nearest, ...own.map((folder) => `${folder}/${name}`), name].map(plain)) {
      const parts = wanted.split('/').length;
      if (parts > 32) return undefined;
      for (const form of forms) {
        const end = form === 'number' ? numbered(wanted) : wanted;
        const path = end === undefined ? undefined : endsOf(parts, form).get(end);
        if (path) return path;
        if (path === null) isSeveral = true;
      }
    }
    if (isSeveral) return null;
    return isLoose ? byShorterEnds(name, forms, endsOf) : undefined;
  };
  const find = (raw: string) => look(raw) ?? undefined;
  return Object.assign(find, { fitsSeveral: (raw: string) => look(raw) === null });
}

/** A shorter end fits more paths, never fewer: the first that fits decides. */
function byShorterEnds(
  name: string,
  forms: readonly Form[],
  endsOf: (parts: number, form: Form) => Map<string, string | null>,
): string | null | undefined {
  const parts = name.split('/');
  for (let count = parts.length - 1; count >= 1; count--) {
    const end = parts.slice(-count).join('/');
    for (const form of forms) {
      const wanted = form === 'number' ? numbered(end) : end;
      const path = wanted === undefined ? undefined : endsOf(count, form).get(wanted);
      if (path === undefined) continue;
      // `train/1.png` is not what lies in `test/1.png`.
      return path !== null &&
        isOtherPart(
          parts.at(-count - 1)!,
          plain(path)
            .split('/')
            .at(-count - 1),
        )
        ? undefined
        : path;
    }
  }
  return undefined;
}

function isOtherPart(said: string, is: string | undefined): boolean {
  return is !== undefined && said !== is && isSplitPart(said) && isSplitPart(is);
}

/** Folders that are called as the table is, or as a word of its name: `train` for `train_labels.csv`. */
function tableFolders(paths: readonly string[], tableName: string): string[] {
  if (tableName === '') return [];
  const words = new Set([tableName, ...tableName.split(/[\s_.-]+/)].map((word) => word.toLowerCase()).filter((word) => word !== ''));
  const folders = new Set(paths.flatMap((path) => plain(path).split('/').slice(0, -1)));
  return [...words].filter((word) => folders.has(word));
}

/** Without drive and steps up. */
function withoutRoot(path: string): string {
  return path
    .split('/')
    .filter((part, at) => part !== '..' && !(at === 0 && /^[a-z]:$|^~$/.test(part)))
    .join('/');
}

function inForm(path: string, form: Form): string | undefined {
  if (form === 'whole') return plain(path);
  const bare = plain(withoutSuffix(path));
  return form === 'bare' ? bare : numbered(bare);
}

/** With the zeros before a name that is a number taken away; undefined for other names. */
function numbered(path: string): string | undefined {
  return /(^|\/)\d+$/.test(path) ? path.replace(/(^|\/)0+(?=\d+$)/, '$1') : undefined;
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

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutSuffix(path: string): string {
  return path.replace(/\.[a-z0-9]{1,5}$/i, '');
}
