/**
 * @file Licence and data of a checkpoint, from its config.json or from the first lines of its README (the YAML that model
 * cards open with). Of YAML only what those keys need is read: `key: value`, `key: [a, b]` and lists of `- item`.
 */
import * as v from 'valibot';

const KEYS = ['license', 'license_name', 'datasets'];
const MAX_LINES = 500;
const MAX_CHARS = 200;

const ConfigSchema = v.object({
  license: v.fallback(v.nullish(v.string()), null),
  pretrained_cfg: v.fallback(v.nullish(v.object({ license: v.nullish(v.string()), tag: v.nullish(v.string()) })), null),
});

export interface CardFacts {
  /** `not stated` where nothing says. */
  license: string;
  /** One phrase; empty where nothing says. */
  data: string;
}

/** @param json of the config, of whatever kind; null without one */
export function cardFacts(json: unknown, readme: string | undefined): CardFacts {
  const parsed = v.safeParse(ConfigSchema, json);
  const config = parsed.success ? parsed.output : { license: null, pretrained_cfg: null };
  const front = frontMatter(readme ?? '');
  const license = front.get('license') ?? [];
  const named = license[0] === 'other' ? (front.get('license_name') ?? license) : license;
  const tag = config.pretrained_cfg?.tag;
  return {
    license: config.license || config.pretrained_cfg?.license || named.join(', ') || 'not stated',
    data: (front.get('datasets') ?? []).join(', ') || (tag ? `pretraining “${tag}”` : ''),
  };
}

/** The known keys between the first two lines of `---`; values as lists of texts. */
export function frontMatter(readme: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const lines = readme.replace(/^\uFEFF/, '').split(/\r?\n/, MAX_LINES);
  if (lines[0]?.trim() !== '---') return found;
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === '---');
  let list: string[] | null = null;
  for (const line of lines.slice(1, Math.max(end, 1))) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (item) {
      list?.push(scalar(item[1]!));
      continue;
    }
    const [, key, value] = /^([A-Za-z_][\w-]*):\s*(.*)$/.exec(line) ?? [];
    if (!key) continue;
    list = KEYS.includes(key) ? values(value!) : null;
    if (list) found.set(key, list);
  }
  for (const [key, given] of found) found.set(key, given.filter(Boolean));
  return found;
}

function values(text: string): string[] {
  const inner = /^\[(.*)\]$/.exec(text.trim())?.[1];
  if (inner !== undefined) return inner.split(',').map(scalar);
  return text.trim() ? [scalar(text)] : [];
}

/** Without quotes and comments, on one line, short. */
function scalar(text: string): string {
  const bare = text.replace(/\s+#.*$/, '').trim();
  return bare.replace(/^(["'])(.*)\1$/, '$2').slice(0, MAX_CHARS);
}
