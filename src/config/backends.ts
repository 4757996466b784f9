/**
 * @file The places where tensors can live, best first: the order in which the engine tries them, and the names that an
 * address (`?backend=`) and an experiment file may ask for.
 */
export const BACKENDS = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

export type BackendName = (typeof BACKENDS)[number];
