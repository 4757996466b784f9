/** @file Canary: breaks kernels-know-no-models on purpose. */
export { thing } from '../m2pt/thing.ts';
