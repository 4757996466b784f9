/**
 * @file What the page has to tell outside its columns: the problem banner and the words of the polite
 * live region. Every failure that has no place of its own ends here, so that none is silent.
 */
import { createStore } from 'zustand/vanilla';
import type { Problem } from '../../core/errors.ts';
import { toProblem } from '../../core/errors.ts';

export interface Notice {
  id: number;
  problem: Problem;
  /** A single thing the reader can do about it. */
  action?: { label: string; run: () => void };
}

export interface NoticesState {
  /** Newest last. The banner shows the newest and counts the others. */
  notices: readonly Notice[];
  /** Text of the polite live region. */
  announcement: string;
}

const LIMIT = 20;

export const noticesStore = createStore<NoticesState>(() => ({ notices: [], announcement: '' }));

let nextId = 1;

/** Shows a problem in the banner. The same problem is not shown twice. */
export function notify(problem: Problem, action?: Notice['action']): void {
  const notice: Notice = { id: nextId++, problem, ...(action ? { action } : {}) };
  noticesStore.setState(({ notices }) => ({
    notices: [...notices.filter((other) => other.problem.message !== problem.message), notice].slice(-LIMIT),
  }));
}

/** Shows anything that was thrown. Aborts by the user are not problems. */
export function notifyThrown(thrown: unknown): void {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
  notify(toProblem(thrown));
}

export function dismissNotices(): void {
  noticesStore.setState({ notices: [] });
}

/** Removes notices of one kind, when what they say is over. */
export function withdrawNotices(code: string): void {
  noticesStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.problem.code !== code) }));
}

/** Says something to screen readers, politely. */
export function announce(text: string): void {
  noticesStore.setState({ announcement: text });
}
