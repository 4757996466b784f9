/** @file Canary: breaks no-cycles on purpose. */
import type { A } from './cycle-a.ts';
export type B = A | 2;
