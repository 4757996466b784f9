/**
 * @file Turns untrusted values (a link, an experiment file, a form) into a RunConfig by the field table.
 * Nothing here throws: what cannot be used is left at its default and named in `problems`.
 */
import { defaultConfig, FIELD_KEYS, FIELDS, type Field } from './fields.ts';
import { MODALITY_NAMES } from './modalities.ts';
import type { Modality, RunConfig } from './run-config.ts';

export interface Validated {
  config: RunConfig;
  /** One sentence for each value that was not taken as given: what, expected, got, what was used instead. */
  problems: string[];
}

/** Shortens untrusted text for a message. */
export function quote(value: unknown, limit = 40): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = text.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  return `“${clean.length > limit ? `${clean.slice(0, limit)}…` : clean}”`;
}

/**
 * Checks one value against its field.
 * @returns the accepted value, or a sentence saying why not.
 */
export function checkValue(field: Field, value: unknown): { value: unknown } | { problem: string } {
  switch (field.kind) {
    case 'integer':
    case 'number': {
      const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof given !== 'number' || !Number.isFinite(given)) return { problem: `${field.label} must be a number, not ${quote(value)}` };
      if (field.kind === 'integer' && !Number.isInteger(given))
        return { problem: `${field.label} must be a whole number, not ${quote(value)}` };
      if (given < field.min || given > field.max)
        return { problem: `${field.label} must be between ${field.min} and ${field.max}, not ${quote(value)}` };
      return { value: given };
    }
    case 'choice':
      if (field.options.some((option) => option.value === value)) return { value };
      return { problem: `${field.label} must be one of ${field.options.map((o) => o.value).join(', ')}, not ${quote(value)}` };
    case 'switch': {
      if (typeof value === 'boolean') return { value };
      if (value === '1' || value === 'true') return { value: true };
      if (value === '0' || value === 'false') return { value: false };
      return { problem: `${field.label} must be true or false, not ${quote(value)}` };
    }
    case 'flags': {
      const list = typeof value === 'string' ? value.split(',').filter(Boolean) : value;
      if (!Array.isArray(list)) return { problem: `${field.label} must be a list of ${field.options.join(', ')}, not ${quote(value)}` };
      const unknown = list.find((item) => !field.options.includes(item));
      if (unknown !== undefined) return { problem: `${field.label} knows ${field.options.join(', ')}, not ${quote(unknown)}` };
      if (list.length === 0) return { problem: `${field.label} needs at least one of ${field.options.join(', ')}` };
      return { value: field.options.filter((option) => list.includes(option)) };
    }
    case 'text':
      if (typeof value !== 'string') return { problem: `${field.label} must be text, not ${quote(value)}` };
      if (value.length > field.maxLength) return { problem: `${field.label} is longer than ${field.maxLength} characters` };
      return { value };
    default:
      return field satisfies never;
  }
}

/**
 * Checks one value by its RunConfig key.
 * @returns the accepted value, or a sentence saying why not and whether there is such a setting at all
 */
export function checkSetting(key: string, value: unknown): { value: unknown } | { problem: string; known: boolean } {
  if (!Object.hasOwn(FIELDS, key)) return { problem: `Unknown setting ${quote(key)}`, known: false };
  const checked = checkValue(FIELDS[key as keyof RunConfig], value);
  return 'value' in checked ? checked : { ...checked, known: true };
}

/**
 * Reads a record of untrusted values by RunConfig key.
 * @param base values used where the record says nothing or something unusable
 */
export function validateConfig(record: Readonly<Record<string, unknown>>, base: RunConfig = defaultConfig(modalityOf(record))): Validated {
  const config: Record<string, unknown> = { ...base };
  const problems: string[] = [];
  for (const [key, value] of Object.entries(record)) {
    const checked = checkSetting(key, value);
    if ('value' in checked) config[key] = checked.value;
    else problems.push(`${checked.problem}; ${checked.known ? `${quote(base[key as keyof RunConfig])} is used` : 'it was left out'}.`);
  }
  return { config: config as unknown as RunConfig, problems };
}

/** The record's modality where it can be used: it decides which models are the defaults. */
function modalityOf({ modality }: Readonly<Record<string, unknown>>): Modality {
  return MODALITY_NAMES.find((name) => name === modality) ?? 'image';
}

/** True when both configurations hold the same values. */
export function sameConfig(a: RunConfig, b: RunConfig): boolean {
  return FIELD_KEYS.every((key) => String(a[key]) === String(b[key]));
}
