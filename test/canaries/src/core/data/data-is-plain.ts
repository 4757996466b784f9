/** @file Canary: breaks data-is-plain on purpose. */
export { thing } from '../nn/thing.ts';
