/** @file Canary: breaks nothing-unresolved on purpose. */
export { thing } from './nowhere.ts';
