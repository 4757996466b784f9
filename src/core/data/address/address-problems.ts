/**
 * @file Everything that can be wrong with data behind an address, one code each: what happened, and what the reader can do.
 * Used before a request (form, known hosts) and by the worker that fetches. What is on the page stays as it was.
 */
import { PlaygroundError } from '../../errors.ts';

const SAVE_AND_DROP = 'Open it in a new tab, save the file, and drop it here.';

const PROBLEMS = {
  'address-form': ({ why }) => [
    `${why}.`,
    'Paste the https address of one file, such as https://example.org/pets.zip, or a Hugging Face dataset as datasets/owner/name.',
  ],
  'address-share-page': ({ what, why }) => [`${what} is ${why}.`, 'Download it there, then drop the file here.'],
  'address-cors': ({ what }) => [
    `The server of ${what} answers, but does not let other web pages read its files (CORS).`,
    `Nothing on this page can change that. ${SAVE_AND_DROP} A file that is missing can look like this too.`,
  ],
  'address-silent': ({ what }) => [
    `${what} could not be loaded: its server did not answer, or does not let other web pages read its files (CORS). The browser does not say which.`,
    'Open it in a new tab. If the file comes there, save it and drop it here; if not, check the address and the connection.',
  ],
  'address-offline': ({ what, why }) => [
    `${what} could not be loaded: ${why}.`,
    'Check the connection and the spelling, then press Load again.',
  ],
  'address-broken': ({ what, why }) => [
    `${what} could not be loaded to its end: ${why}.`,
    'Press Load again: it goes on from there where the server allows it.',
  ],
  'address-busy': ({ what, why }) => [
    `${what} could not be loaded: the server answered ${why}, also after waiting.`,
    'Try again in a few minutes.',
  ],
  'address-missing': ({ what, why }) => [`${what} is not on the server (${why}).`, 'Check the address; upper and lower case count.'],
  'address-denied': ({ what, why }) => [
    `The server does not give ${what} to everyone (${why}).`,
    'Download it where you are signed in, then drop the file here. This page never asks for a password or token.',
  ],
  'address-refused': ({ what, why }) => [`The server of ${what} answered ${why}.`, SAVE_AND_DROP],
  'address-insecure': ({ what, why }) => [
    `${what} leads on to ${why} over plain http, where anyone on the way could change it.`,
    'Nothing was loaded. Look for an https address of the file.',
  ],
  'address-page': ({ what }) => [
    `${what} is a web page, not a file.`,
    'Copy the address of the download itself: on the page, right-click the download button and choose “Copy link address”.',
  ],
  'address-lfs': ({ what }) => [
    `${what} is a git-lfs pointer: a note that says where the file is kept, not the file itself.`,
    'For a file on GitHub use its address below https://media.githubusercontent.com/media/, or download it and drop it here.',
  ],
  'address-empty': ({ what }) => [`${what} is empty.`, 'Check the address, or ask its owner.'],
  'address-too-large': ({ what, why }) => [
    `${what} is larger than ${why}, which is the limit for data from an address.`,
    'Use a smaller file: fewer or smaller samples, or one part of the set.',
  ],
  'address-length': ({ what, why }) => [
    `${what} has another size than its server says: ${why}.`,
    `What came was thrown away. Try again; if it stays so: ${SAVE_AND_DROP.toLowerCase()}`,
  ],
  'address-changed': ({ what }) => [
    `${what} changes on the server while it is being loaded.`,
    'What came was thrown away. Try again later.',
  ],
  'address-damaged': ({ what, why }) => [
    `${what} came damaged: ${why}.`,
    'What came was thrown away. Try again; if it stays so, do not use this copy.',
  ],
  'address-died': ({ what, why }) => [`Loading ${what} was given up: ${why}.`, 'Press Load again, or reload the page.'],
  'dataset-missing': ({ what }) => [
    `${what} does not exist among the datasets of Hugging Face, or is private.`,
    'Check owner, name and revision on huggingface.co/datasets; upper and lower case count.',
  ],
  'dataset-gated': ({ what, why }) => [
    `${what} is not open to everyone: ${why}.`,
    'Accept its terms on huggingface.co, download the files there and drop them here. This page never asks for a token.',
  ],
  'dataset-nothing': ({ what, why }) => [
    `${what} holds no file that can be used here: ${why}.`,
    'Needed are parquet files, zip or tar archives, or pictures, sounds, point clouds or clips in folders.',
  ],
  'dataset-too-large': ({ what, why }) => [
    `${what} has no file that is small enough: ${why}.`,
    'Choose a smaller dataset, or download it and drop a part of it here.',
  ],
  'dataset-answer': ({ what, why }) => [
    `The answer of Hugging Face about ${what} cannot be used: ${why}.`,
    'Try again; if it stays so, download the files there and drop them here.',
  ],
} as const satisfies Record<string, (facts: { what: string; why: string }) => readonly [message: string, hint: string]>;

export type AddressProblemCode = keyof typeof PROBLEMS;

/**
 * @param what file or dataset that it is about
 * @param why what was found, where the code alone does not say it; a phrase without a full stop
 */
export function addressError(code: AddressProblemCode, what: string, why = ''): PlaygroundError {
  const [message, hint] = PROBLEMS[code]({ what, why });
  return new PlaygroundError({ code, message, hint, where: what });
}
