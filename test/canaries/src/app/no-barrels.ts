/** @file Canary: breaks no-barrels on purpose. */
export { thing } from './index.ts';
