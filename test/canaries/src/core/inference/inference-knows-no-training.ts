/** @file Canary: breaks inference-knows-no-training on purpose. */
export { thing } from '../train/thing.ts';
