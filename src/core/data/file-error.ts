/**
 * @file A rejection of one file, in the words that all of them share. One bad file never ends an import. Used by every check and
 * decoder of pictures, sounds and clips, and by the containers.
 */
import { PlaygroundError } from '../errors.ts';
import { displayName } from './display-name.ts';

const REST_LOADS = 'It was left out; the rest loads.';

export const COPY_AGAIN = 'Copy it again from its source.';

/**
 * @param is how the sentence goes on after the file's name, without the full stop
 * @param todo what the reader can do, a sentence; '' where there is nothing more to do
 */
export function fileError(path: string, code: string, is: string, todo = ''): PlaygroundError {
  const where = displayName(path);
  return new PlaygroundError({ code, message: `${where} ${is}.`, hint: `${REST_LOADS} ${todo}`.trimEnd(), where });
}
