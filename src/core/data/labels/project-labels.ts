/**
 * @file Classes from a Teachable Machine project that was saved as a zip: a JSON file that names the classes, and samples that go by
 * their numbers (`samples/0_12.png`), by lists in the JSON, or by folders. Google's own layout is not documented; see the cases below.
 */
import { displayName } from '../display-name.ts';
import { coverage, type Labeling, labelingOf } from './labeling.ts';
import { pathFinder } from './path-matches.ts';

/** JSON files that may describe a project. */
export const PROJECT_JSON = /(^|\/)(manifest|metadata|project|samples)\.json$/i;
const LONGEST = 20_000_000;

interface ProjectClass {
  name: string;
  /** Names of its samples, where they are listed. */
  samples: string[];
}

/**
 * @param text of the JSON file at `jsonPath`, that nobody has checked
 * @param paths the files that need a class
 * @returns undefined where it is no project, or where its samples are not found by it
 */
export function projectLabeling(jsonPath: string, text: string, paths: readonly string[]): Labeling | undefined {
  const classes = classesIn(text);
  if (!classes) return undefined;
  const folder = jsonPath.slice(0, jsonPath.lastIndexOf('/') + 1);
  const about = { id: `project:${jsonPath}`, kind: 'project' as const, title: `the project file ${displayName(jsonPath)}` };
  const ways = [listed(classes, folder, paths), numbered(classes, folder, paths), inFolders(classes, folder, paths)];
  const labelings = ways.map((classOf) => labelingOf(paths, classOf, about));
  const best = labelings.sort((a, b) => coverage(b) - coverage(a))[0]!;
  return best.classes.length >= 2 ? best : undefined;
}

function classesIn(text: string): ProjectClass[] | undefined {
  if (text.length > LONGEST) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined; // some other file of that name
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { classes, labels } = json as { classes?: unknown; labels?: unknown };
  const list = [classes, labels].find((value) => Array.isArray(value) && value.length >= 2) as unknown[] | undefined;
  const found = list?.map(classOf);
  return found?.every((one) => one !== undefined) ? found : undefined;
}

/** A name, or an object with a name and perhaps a list of samples. */
function classOf(value: unknown): ProjectClass | undefined {
  if (typeof value === 'string') return { name: displayName(value), samples: [] };
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map(Object.entries(value));
  const name = ['name', 'label', 'className', 'displayName'].map((key) => fields.get(key)).find((text) => typeof text === 'string');
  const list = ['samples', 'images', 'files'].map((key) => fields.get(key)).find(Array.isArray) ?? [];
  return name === undefined ? undefined : { name: displayName(name as string), samples: list.flatMap(sampleName) };
}

function sampleName(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  const fields = typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map<string, unknown>();
  const name = ['path', 'file', 'filename', 'name'].map((key) => fields.get(key)).find((text) => typeof text === 'string');
  return name === undefined ? [] : [name as string];
}

function listed(classes: readonly ProjectClass[], folder: string, paths: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const find = pathFinder(paths, folder);
  for (const { name, samples } of classes) {
    for (const sample of samples) {
      const path = find(sample);
      if (path !== undefined) found.set(path, name);
    }
  }
  return found;
}

/** `samples/2_17.png` is sample 17 of class 2, as the open re-implementation of Teachable Machine saves it. */
function numbered(classes: readonly ProjectClass[], folder: string, paths: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of paths) {
    if (!path.startsWith(folder)) continue;
    const place = /^samples\/(\d{1,4})_\d{1,6}\.[a-z0-9]+$/i.exec(path.slice(folder.length))?.[1];
    const name = place === undefined ? undefined : classes[Number(place)]?.name;
    if (name !== undefined) found.set(path, name);
  }
  return found;
}

/** A folder called as the class is. */
function inFolders(classes: readonly ProjectClass[], folder: string, paths: readonly string[]): Map<string, string> {
  const names = new Map(classes.map(({ name }) => [name.toLowerCase(), name]));
  const found = new Map<string, string>();
  for (const path of paths) {
    if (!path.startsWith(folder)) continue;
    const inside = path.slice(folder.length).split('/').slice(0, -1);
    const name = inside.map((part) => names.get(displayName(part).toLowerCase())).find((known) => known !== undefined);
    if (name !== undefined) found.set(path, name);
  }
  return found;
}
