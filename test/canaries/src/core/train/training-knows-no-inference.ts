/** @file Canary: breaks training-knows-no-inference on purpose. */
export { thing } from '../inference/thing.ts';
