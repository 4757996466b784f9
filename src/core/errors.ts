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
  /** A command for a terminal that the hint speaks of; shown in a box from which it can be copied. */
  command?: string;
  /** What the files are, where the target takes something else: the page offers the change. */
  modality?: 'image' | 'audio' | 'point' | 'video';
}

/**
 * A Problem that may cross to another thread. An Error with these fields may not: cloning keeps its message only, so its `name` makes it
 * a type error here; `toProblem` makes one of it.
 */
export type PlainProblem = Problem & { readonly name?: never };

export class PlaygroundError extends Error implements Problem {
  readonly code: string;
  readonly hint: string;
  readonly where?: string;
  readonly command?: string;
  readonly modality?: NonNullable<Problem['modality']>;
  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'PlaygroundError';
    this.code = problem.code;
    this.hint = problem.hint;
    if (problem.where !== undefined) this.where = problem.where;
    if (problem.command !== undefined) this.command = problem.command;
    if (problem.modality !== undefined) this.modality = problem.modality;
  }
}

/** A Problem from anything that was thrown. */
export function toProblem(
  thrown: unknown,
  code = 'unexpected',
  hint = 'Reload the page; if it happens again, report it with the details.',
): PlainProblem {
  if (thrown instanceof PlaygroundError) {
    return {
      code: thrown.code,
      message: thrown.message,
      hint: thrown.hint,
      ...(thrown.where === undefined ? {} : { where: thrown.where }),
      ...(thrown.command === undefined ? {} : { command: thrown.command }),
      ...(thrown.modality === undefined ? {} : { modality: thrown.modality }),
    };
  }
  return { code, message: thrown instanceof Error ? thrown.message || thrown.name : String(thrown), hint };
}
