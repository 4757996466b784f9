/** @file Canary: breaks no-utils on purpose. */
export { thing } from './utils.ts';
