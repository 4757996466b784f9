/** @file Canary: breaks core-knows-no-page on purpose. */
export { thing } from '../app/thing.ts';
