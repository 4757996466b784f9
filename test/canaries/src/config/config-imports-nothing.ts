/** @file Canary: breaks config-imports-nothing on purpose. */
export { thing } from '../app/thing.ts';
