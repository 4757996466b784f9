/**
 * @file Entry of lab.html. Puts one function on the page, `runLab`, that scripts/lab/browser.mjs calls. Errors come
 * back as one line, the sentence and its hint; nothing is thrown at the caller.
 */
import { toProblem } from '../core/errors.ts';
import { predict } from './predict.ts';
import type { LabRequest } from './request.ts';
import { runExperiment } from './run-experiment.ts';

declare global {
  var runLab: (request: LabRequest) => Promise<{ result: unknown } | { error: string }>;
  var labSay: (line: string) => void;
}

globalThis.runLab = async (request) => {
  try {
    return { result: await (request.verb === 'run' ? runExperiment(request, globalThis.labSay) : predict(request, globalThis.labSay)) };
  } catch (error) {
    const { message, hint, command } = toProblem(error, 'lab-failed', '');
    return { error: [message, hint, command].filter(Boolean).join(' ') };
  }
};
