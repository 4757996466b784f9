/**
 * @file The one error family that people may see: what, where, expected, got, what to do.
 * It crosses worker boundaries as a plain `Problem`.
 */

export interface Problem {
  /** Stable word for tests and support, such as `zip-unsafe-name`. */
  code: string;
  /** One sentence naming the thing and the reason. */
  message: string;
  /** One sentence saying what was done or what the reader can do. */
  hint: string;
  /** File or field that it is about. */
  where?: string;
}

export class PlaygroundError extends Error implements Problem {
  readonly code: string;
  readonly hint: string;
  readonly where?: string;
  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'PlaygroundError';
    this.code = problem.code;
    this.hint = problem.hint;
    if (problem.where !== undefined) this.where = problem.where;
  }
}

/** A Problem from anything that was thrown. */
export function toProblem(
  thrown: unknown,
  code = 'unexpected',
  hint = 'Reload the page; if it happens again, report it with the details.',
): Problem {
  if (thrown instanceof PlaygroundError) {
    return {
      code: thrown.code,
      message: thrown.message,
      hint: thrown.hint,
      ...(thrown.where === undefined ? {} : { where: thrown.where }),
    };
  }
  return { code, message: thrown instanceof Error ? thrown.message || thrown.name : String(thrown), hint };
}
