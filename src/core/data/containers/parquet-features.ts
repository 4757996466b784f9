/**
 * @file What a data set's column means, from the `huggingface` entry of a parquet file's metadata (datasets.Features as JSON):
 * which column holds pictures or sounds and what the class numbers are called. Pure; used by `parquet-layout.ts`.
 */

export interface Features {
  /** Columns of the type Image or Audio. */
  media: string[];
  /** Class names of each ClassLabel column, in the order of their numbers. */
  classNames: Map<string, readonly string[]>;
}

const LONGEST = 1_000_000;

/** @param json text that nobody has checked; what is not understood counts as absent */
export function readFeatures(json: string | undefined): Features {
  const found: Features = { media: [], classNames: new Map() };
  for (const [column, feature] of Object.entries(featuresOf(json))) {
    if (typeof feature !== 'object' || feature === null) continue;
    const { _type: type, names } = feature as { _type?: unknown; names?: unknown };
    if (type === 'Image' || type === 'Audio') found.media.push(column);
    if (type === 'ClassLabel' && Array.isArray(names) && names.every((name) => typeof name === 'string'))
      found.classNames.set(column, names);
  }
  return found;
}

function featuresOf(json: string | undefined): object {
  if (json === undefined || json.length > LONGEST) return {};
  try {
    const features: unknown = JSON.parse(json)?.info?.features;
    return typeof features === 'object' && features !== null ? features : {};
  } catch {
    return {}; // a hand-made file; its columns are found by name
  }
}
