/**
 * @file Untrusted names made fit to be shown and compared: one Unicode form, nothing invisible, nothing that turns
 * the text around. Every path and class name of a drop passes through here before it reaches the page.
 */

/** Control characters, zero-width ones, and the marks that switch the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * @param limit longest result, in characters; the middle of a longer one becomes “…”, since names differ at their ends
 * @returns `unnamed` when nothing is left
 */
export function displayName(raw: string, limit = 120): string {
  const clean = raw.normalize('NFC').replace(INVISIBLE, '').trim();
  if (clean === '') return 'unnamed';
  const letters = [...clean];
  if (letters.length <= limit) return clean;
  const half = Math.floor((limit - 1) / 2);
  return `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}

/** 1234567 as `1,234,567`. */
export function countText(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Bytes as people say them: `134 bytes`, `6 kB`, `1.2 MB`, `2 GB`. */
export function byteText(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value < 10 && value % 1 >= 0.05 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** `1 picture`, `3 pictures`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
