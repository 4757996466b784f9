/** @file Canary: breaks page-takes-values-from-few-places on purpose. */
export { thing } from '../core/train/thing.ts';
