/** @file Canary: breaks models-know-no-training on purpose. */
export { thing } from '../train/thing.ts';
