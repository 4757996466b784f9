/**
 * @file How long a server asks to wait before the next try (RFC 9110 §10.2.3): seconds, or a date. For the Hub and for data
 * from an address.
 */

/** @returns ms from now, 0 where it says nothing that can be read */
export function retryAfter(response: Response, now = Date.now()): number {
  const word = response.headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(word.trim()) ? Number(word) * 1000 : Date.parse(word) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
