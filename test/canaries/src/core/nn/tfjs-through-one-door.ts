/** @file Canary: breaks tfjs-through-one-door on purpose. */
export { add } from '@tensorflow/tfjs-core';
