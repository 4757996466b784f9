/**
 * @file What to do with a sound that cannot be read, where that is the same for many of them. Beside `file-error.ts`.
 */

export const SAVE_AS_WAV = 'Save it as a 16-bit WAV file.';
