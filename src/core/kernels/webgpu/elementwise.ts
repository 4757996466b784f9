/**
 * @file The frame of programs in which each invocation does one task by itself: one number, or one vector of four, or one column.
 */
import { buffers, MAIN } from './wgsl.ts';

const THREADS = 64;

/**
 * The invocation's own place `at`, below `u.count`, in a program of `count` tasks.
 * @param more uniform fields behind `count`
 */
export function eachTask(inputs: readonly string[], outputs: readonly string[], more: string, body: string, functions = ''): string {
  return `${buffers(inputs, outputs, `count: u32, ${more}`)}
${functions}
${MAIN(THREADS)}
  let at = group * ${THREADS}u + local;
  if (at >= u.count) { return; }
  ${body}
}`;
}

/** Workgroups for `count` tasks of `eachTask`. */
export function taskGroups(count: number): number {
  return Math.ceil(count / THREADS);
}
