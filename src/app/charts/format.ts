/**
 * @file Numbers as the page writes them: real minus signs, thousands commas, units with a space,
 * times rounded the way people say them. Used by the charts and the Train column.
 */

const MINUS = '−';

/** `1,223,558`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Fixed decimals with a true minus; an en dash for NaN and infinities. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Fixed decimals with a sign on both sides of zero: `+0.4`, `−1.1`, `0.0`. */
export function formatSigned(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = formatFixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A difference of two shares in [-1, 1] as points: 0.017 → `+1.7`. */
export function formatPoints(difference: number): string {
  return formatSigned(difference * 100, 1);
}

/** A share in [0, 1] as percent without the sign: 0.844 → `84.4`. */
export function formatPercent(share: number, digits = 1): string {
  return formatFixed(share * 100, digits);
}

/** λ as the cables print it: two decimals, three where two would read as zero. */
export function formatLambda(value: number): string {
  if (Math.abs(value) < 0.0005) return '0.00';
  return Math.abs(value) < 0.01 ? formatSigned(value, 3) : formatSigned(value, 2);
}

/** Milliseconds as people say them: `4 s`, `1 min 40 s`, `12 min`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms / 1000);
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 600) {
    const rounded = Math.round(seconds / 5) * 5;
    const rest = rounded % 60;
    return `${Math.floor(rounded / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = Math.round((minutes % 60) / 10) * 10;
  const hours = Math.floor(minutes / 60) + (rest === 60 ? 1 : 0);
  return rest === 0 || rest === 60 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `1 seed`, `5 seeds`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Bytes as `0.9 MB`, `214 MB`, `1.2 GB`; below 0.1 MB as kB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e5) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  const mega = bytes / 1e6;
  if (mega < 999.5) return `${mega < 10 ? mega.toFixed(1) : Math.round(mega)} MB`;
  return `${(mega / 1e3).toFixed(1)} GB`;
}
