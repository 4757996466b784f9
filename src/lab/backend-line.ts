/** @file Says which backend computes, and which were passed over. */
import type { BackendInfo } from '../worker/protocol.ts';

export function sayBackend({ name, adapter, software, skipped, kernels }: BackendInfo, say: (line: string) => void): void {
  say(`backend: ${name}${adapter ? ` on ${adapter}` : ''}${software ? ' (computes on the CPU)' : ''}`);
  if (kernels.slower) say(`backend: slower kernels are used, because the faster ones cannot be: ${kernels.slower}`);
  for (const one of skipped) say(`backend: ${one.name} was passed over: ${one.reason}`);
}
