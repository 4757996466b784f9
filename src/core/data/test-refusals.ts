/**
 * @file What each table of hand-made bad files must hold: enough of them, each with a sentence of its own that names the file, and something
 * to do. Imported by tests only.
 */
import { expect } from 'vitest';
import { PlaygroundError, type Problem } from '../errors.ts';

/** So many bad files has each family of formats, whose code and sentence no other of them has. */
const FEWEST_BAD_FILES = 25;

/** What `read` throws. @throws when it throws anything else, or nothing */
export async function refusalOf(read: () => unknown): Promise<PlaygroundError> {
  try {
    await read();
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** @param refusals of a whole table; several bad files may be bad in the same way, and then count once */
export function expectOwnWords(refusals: readonly Problem[], fewest = FEWEST_BAD_FILES): void {
  const words = new Set<string>();
  for (const { code, message, hint, where } of refusals) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(where, message).toBeTruthy();
    expect(message.includes(where!) && /[^.]\.$/.test(message), message).toBe(true);
    expect(message.length - where!.length, message).toBeGreaterThan(10);
    expect(hint, message).toMatch(/^[A-Z].{15,}\.$/);
    words.add(`${code} ${message.replaceAll(where!, '*')}`);
  }
  expect(words.size, [...words].join('\n')).toBeGreaterThanOrEqual(fewest);
}
