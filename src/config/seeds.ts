/**
 * @file The seeds that a configuration stands for.
 */
import type { RunConfig } from './run-config.ts';

/** `seed, seed + 1, …`, one for each pair. */
export function seedsOf({ seed, pairedSeeds }: Pick<RunConfig, 'seed' | 'pairedSeeds'>): number[] {
  return Array.from({ length: pairedSeeds }, (_, i) => seed + i);
}
