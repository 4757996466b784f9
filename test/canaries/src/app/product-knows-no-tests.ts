/** @file Canary: breaks product-knows-no-tests on purpose. */
export { thing } from '../../test/thing.ts';
