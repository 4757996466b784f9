/** @file What is said when stored records are not where they were written. For both readers: `stored-records.ts`, `record-client.ts`. */
import { PlaygroundError } from '../core/errors.ts';

export function recordsGone(): PlaygroundError {
  return new PlaygroundError({
    code: 'records-gone',
    message: 'The browser no longer has the data that was read from your files.',
    hint: 'It may have cleared its storage. Drop the files again.',
  });
}
