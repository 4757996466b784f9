/**
 * @file A model folder (config.json + model.safetensors, of ours or of a published family) → checked encoder parameters under
 * canonical names. Every expected name must be there with its shape; other tensors (decoder, old head) are set aside, never
 * guessed at.
 */
import type { LoadedEncoder, ModelFiles } from './loaded-encoder.ts';

export type { LoadedEncoder, ModelFiles };

/**
 * @param inputSize [height, width] to load a model of pictures for another size, a multiple of its patch size; its positions
 *   are resampled. Default: the checkpoint's own
 * @throws PlaygroundError naming the file and every name or shape that does not fit
 */
export async function loadEncoder(files: ModelFiles, inputSize?: readonly [number, number]): Promise<LoadedEncoder> {
  // Names and configurations of all families are needed here only, not by what trains.
  const { readEncoder } = await import('./read-encoder.ts');
  return readEncoder(files, inputSize);
}
