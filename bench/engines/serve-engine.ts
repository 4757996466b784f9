/**
 * @file Answers the calls that the page passes on to this worker: `{ id, method, args }` → `{ id, result }` or `{ id, error }`.
 */
import type { Engine } from './engine.ts';

interface Call {
  id: number;
  method: keyof Engine;
  args: unknown[];
}

export function serveEngine(engine: Engine): void {
  self.onmessage = async ({ data: { id, method, args } }: MessageEvent<Call>) => {
    try {
      const call = engine[method] as (...args: unknown[]) => Promise<unknown>;
      self.postMessage({ id, result: await call(...args) });
    } catch (error) {
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  };
}
