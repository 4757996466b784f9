/** @file Canary: breaks react-stays-in-app on purpose. */
export { createElement } from 'react';
