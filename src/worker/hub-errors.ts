/**
 * @file Everything that can be wrong with a model of Hugging Face or its download, one code each: what happened, and what
 * the reader can do. Nothing is cached after any of them, and models already open stay open.
 */
import { CONVERT_COMMAND } from '../core/checkpoint/foreign-files.ts';
import { PlaygroundError, type Problem } from '../core/errors.ts';

const PROBLEMS = {
  'hub-host': ({ what, why }) => [
    `${what} would be fetched from ${why}; only https addresses of huggingface.co, hf.co and xethub.hf.co are used.`,
    'Nothing was loaded. If a proxy redirects your requests, try without it, or download the files yourself and open the folder.',
  ],
  'hub-offline': ({ what, why }) => [
    `${what} could not be fetched: ${why}.`,
    'Check the connection and the spelling. A repository that does not exist can look like this too, because the Hub then answers without the header that lets a page read it.',
  ],
  'hub-not-found': ({ what }) => [
    `${what} does not exist on Hugging Face.`,
    'Check owner, name and revision on huggingface.co; upper and lower case count.',
  ],
  'hub-gated': ({ what, why }) => [
    `${what} is not open to everyone: ${why}.`,
    'Accept its terms on huggingface.co, download config.json and model.safetensors there and open them as a folder. This page never asks for a token.',
  ],
  'hub-busy': ({ what, why }) => [`${what} could not be fetched: ${why}, also after waiting.`, 'Try again in a few minutes.'],
  'hub-refused': ({ what, why }) => [`${what} could not be fetched: ${why}.`, 'Look at its page on huggingface.co.'],
  'hub-html': ({ what }) => [
    `${what} came as a web page instead of a file.`,
    'A sign-in page of this network may stand in between: open any site, sign in, then try again.',
  ],
  'hub-lfs': ({ what }) => [
    `${what} is a git-lfs pointer, not the weights themselves.`,
    'The repository was uploaded without its large files; choose another revision or another copy of the model.',
  ],
  'hub-too-large': ({ what, why }) => [`${what} has ${why}.`, 'Choose a smaller model.'],
  'hub-length': ({ what, why }) => [
    `${what} has another size than the Hub's list says: ${why}.`,
    'What came was thrown away. Try again; if it stays so, something between here and the Hub changes files.',
  ],
  'hub-changed': ({ what }) => [
    `${what} changed on the server while it was being downloaded.`,
    'What came was thrown away. Look the model up again to get the newer one.',
  ],
  'hub-hash': ({ what, why }) => [
    `${what} is damaged: ${why}.`,
    'What came was thrown away and nothing is kept. Try again; if it stays so, do not use this copy.',
  ],
  'hub-answer': ({ what, why }) => [
    `The Hub's answer about ${what} cannot be read: ${why}.`,
    'Try again; if it stays so, open the files as a folder.',
  ],
  'hub-pickle': ({ what, why }) => [
    `${what} holds its weights only as ${why}, a Python pickle, which can run code when it is opened; pickles are never read here.`,
    `Download ${why} and config.json there, convert it where PyTorch is installed, with its name in place of FILE, and open both files:`,
  ],
  'hub-sharded': ({ what, why }) => [
    `${what} has its weights cut into ${why}; one file, model.safetensors, is needed.`,
    'Models of this size do not train in a browser tab. Choose a base-sized model.',
  ],
  'hub-no-weights': ({ what }) => [
    `${what} has no model.safetensors.`,
    'Choose another repository, or export the model as safetensors and open the folder.',
  ],
  'download-cancelled': ({ what }) => [
    `The download of ${what} was cancelled.`,
    'What came is kept for a day: Download goes on from there.',
  ],
  'lookup-ended': ({ what }) => [`The look-up of ${what} was ended.`, 'Press Look up to ask again.'],
  'storage-damaged': ({ what, why }) => [
    `${what} was damaged in the browser's storage (${why}) and has been deleted there.`,
    'Download it again.',
  ],
} as const satisfies Record<string, (facts: { what: string; why: string }) => readonly [message: string, hint: string]>;

export type HubProblemCode = keyof typeof PROBLEMS;

/**
 * @param what repository, or file in it, that it is about
 * @param why what was found, where the code alone does not say it; a phrase without a full stop
 */
export function hubError(code: HubProblemCode, what: string, why = ''): PlaygroundError {
  const [message, hint] = PROBLEMS[code]({ what, why });
  const command = code === 'hub-pickle' ? { command: CONVERT_COMMAND } : {};
  const problem: Problem = { code, message, hint, where: what, ...command };
  return new PlaygroundError(problem);
}

/** Bytes for a message, `448.3 MB`. */
export function megabytes(bytes: number): string {
  return bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1e3))} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(2)} GB`;
}
