/**
 * @file RunConfig ⇄ the fragment of a share link: `#v=1&data=sample:textures&epochs=10`.
 * Readable, hand-editable, never data or weights. Only values that differ from the defaults are
 * written; `v` is always first. A fragment is hostile input: decoding never throws, caps its length,
 * and names every part that it did not take. Format and promise of stability: docs/share-url.md.
 */
import { defaultConfig, FIELD_KEYS, FIELDS } from './fields.ts';
import type { RunConfig } from './run-config.ts';
import { quote, type Validated, validateConfig } from './validate.ts';

const VERSION = '1';
/** Longest fragment that is read, in characters. A full one is below 600. */
export const MAX_FRAGMENT = 8192;

/** The fragment, without `#`, that restores this configuration. */
export function encodeConfig(config: RunConfig): string {
  // What differs from a fresh experiment on this modality; the modality itself from the table's.
  const defaults = { ...defaultConfig(config.modality), modality: FIELDS.modality.default };
  const parts = [`v=${VERSION}`];
  for (const key of FIELD_KEYS) {
    const value = config[key];
    if (String(value) === String(defaults[key])) continue;
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
    parts.push(`${FIELDS[key].urlKey}=${encodeURIComponent(text).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%2F/g, '/')}`);
  }
  return parts.join('&');
}

/** Reads a fragment, with or without its `#`. An empty one gives the defaults and no problem. */
export function decodeConfig(fragment: string): Validated {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text.length > MAX_FRAGMENT) {
    const problem = `The link holds ${text.length} characters of settings; at most ${MAX_FRAGMENT} are read. Defaults are used.`;
    return { config: defaultConfig(), problems: [problem] };
  }
  const keyOf = new Map(FIELD_KEYS.map((key) => [FIELDS[key].urlKey, key]));
  const seen = new Set<string>();
  const record: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const urlKey = at < 0 ? part : part.slice(0, at);
    const value = decodeText(at < 0 ? '' : part.slice(at + 1));
    const key = keyOf.get(urlKey);
    if (seen.has(urlKey)) problems.push(`The link gives ${quote(urlKey)} twice; the first is used.`);
    else if (urlKey === 'v') {
      if (value !== VERSION)
        problems.push(`The link is of version ${quote(value)}; this page reads version ${VERSION} and took what it knows.`);
    } else if (!key) problems.push(`The link has an unknown setting ${quote(urlKey)}; it was left out.`);
    else if (value === undefined) problems.push(`${FIELDS[key].label} is not readable text in the link; the default is used.`);
    else record[key] = value;
    seen.add(urlKey);
  }
  const validated = validateConfig(record);
  return { config: validated.config, problems: [...problems, ...validated.problems] };
}

function decodeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
