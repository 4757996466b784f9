/** @file Canary: breaks tensor-is-the-bottom on purpose. */
export { thing } from '../nn/thing.ts';
