/** Chromium flags that every test and the lab use. */
export const CHROMIUM_FLAGS: readonly string[];
/** Path of a Chromium that is there already, or undefined. Installs nothing. */
export function findChromium(): string | undefined;
/** Path of a Chromium, installed with the system's package manager where that is allowed. Throws an Error of one sentence. */
export function ensureChromium(say?: (line: string) => void): string;
