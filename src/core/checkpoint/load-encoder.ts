/**
 * @file A model folder (config.json + model.safetensors) → checked encoder parameters.
 * Every expected name must be there with its shape; other tensors (decoder, old head, final norm) are set
 * aside, never guessed at.
 */
import { PlaygroundError } from '../errors.ts';
import { bodyShapes } from '../m2pt/encoder.ts';
import type { HostParams } from '../tensor/params.ts';
import { type ModelConfigFile, parseModelConfig } from './model-config.ts';
import { readSafetensors } from './safetensors.ts';

export interface LoadedEncoder extends ModelConfigFile {
  /** Tokenizer and blocks, without norm and head. */
  params: HostParams;
  /** Names in the file that this engine does not use. */
  setAside: string[];
  bytes: number;
}

/** @throws PlaygroundError naming the file and every name or shape that does not fit */
export function loadEncoder(configText: string, weights: ArrayBuffer, folder: string): LoadedEncoder {
  const file = parseModelConfig(configText, `${folder}/config.json`);
  const { tensors } = readSafetensors(weights, `${folder}/model.safetensors`);
  const expected = bodyShapes(file.config);
  const problems: string[] = [];
  const params: HostParams = {};
  for (const [name, shape] of Object.entries(expected)) {
    const tensor = tensors[name];
    if (!tensor) problems.push(`“${name}” is missing`);
    else if (String(tensor.shape) !== String(shape)) problems.push(`“${name}” is ${tensor.shape.join('×')}, expected ${shape.join('×')}`);
    else if (!tensor.data.every(Number.isFinite)) problems.push(`“${name}” holds values that are not finite`);
    else params[name] = tensor;
  }
  if (problems.length) {
    const rest = problems.length > 4 ? `, and ${problems.length - 4} more` : '';
    throw new PlaygroundError({
      code: 'model-shapes',
      message: `${folder}/model.safetensors does not fit its config.json: ${problems.slice(0, 4).join('; ')}${rest}.`,
      hint: 'Check width, depth, heads and patch size in config.json, or export the model again.',
      where: folder,
    });
  }
  return { ...file, params, setAside: Object.keys(tensors).filter((name) => !Object.hasOwn(expected, name)), bytes: weights.byteLength };
}
