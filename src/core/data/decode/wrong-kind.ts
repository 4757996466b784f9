/**
 * @file What the list of a drop gives to a decoder that cannot take it: a mistake of ours, yet said in words.
 */
import { PlaygroundError } from '../../errors.ts';
import { displayName } from '../display-name.ts';

export function wrongKind(path: string): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({
    code: 'sample-kind',
    message: `${where} is of another kind than the target takes.`,
    hint: 'It was left out; the rest loads.',
    where,
  });
}
