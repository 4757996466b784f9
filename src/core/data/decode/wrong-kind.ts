/**
 * @file What the list of a drop gives to a decoder that cannot take it: a mistake of ours, yet said in words.
 */
import type { PlaygroundError } from '../../errors.ts';
import { fileError } from '../file-error.ts';

export function wrongKind(path: string): PlaygroundError {
  return fileError(path, 'sample-kind', 'is of another kind than the target takes');
}
