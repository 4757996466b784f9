import type { Suite } from './options.mjs';

export interface Host {
  name: string;
  adapter: string;
  absent: string;
  call(engine: string, method: string, ...args: unknown[]): Promise<unknown>;
}
// biome-ignore lint/suspicious/noExplicitAny: the report is JSON
export function runSuite(host: Host, suite: Suite, say: (line: string) => void): Promise<any>;
