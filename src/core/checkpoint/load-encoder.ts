/**
 * @file A model folder (config.json + model.safetensors) → checked encoder parameters.
 * Every expected name must be there with its shape; other tensors (decoder, old head, final norm) are set
 * aside, never guessed at.
 */
import { PlaygroundError } from '../errors.ts';
import { bodyShapes } from '../m2pt/encoder.ts';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import type { HostParams } from '../tensor/params.ts';
import type { ByteSource } from './byte-source.ts';
import { parseModelConfig } from './model-config.ts';
import { readSafetensors } from './safetensors.ts';

/** The files of a model, wherever they lie. */
export interface ModelFiles {
  /** Folder or file name, for messages and as the model's name where its config has none. */
  folder: string;
  /** Null when there is no config.json: what the tensors tell is used. */
  configText: string | null;
  weights: ByteSource;
  /** README.md, for licence and data. */
  readme?: string | undefined;
}

export interface LoadedEncoder {
  config: EncoderConfig;
  family: Family;
  license: string;
  /** What it was pretrained on, one phrase. */
  data: string;
  /** Tokenizer and blocks under canonical names; `norm.*` too where the final norm stands before pooling. */
  params: HostParams;
  /** `fc_norm`, `head` and their like from the file, complete; null where the file has no head. */
  head: HostParams | null;
  numClasses: number;
  /** Names in the file that this engine does not use. */
  setAside: string[];
  /** One sentence each: what was set aside, positions resampled. */
  notes: string[];
  bytes: number;
}

/** @throws PlaygroundError naming the file and every name or shape that does not fit */
export async function loadEncoder({ folder, configText, weights }: ModelFiles): Promise<LoadedEncoder> {
  const file = parseModelConfig(configText ?? '', `${folder}/config.json`);
  const buffer = (await weights.read(0, weights.size)).buffer;
  const { tensors } = readSafetensors(buffer, `${folder}/model.safetensors`);
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
  return {
    ...file,
    family: 'm2pt',
    params,
    head: null,
    numClasses: 0,
    setAside: Object.keys(tensors).filter((name) => !Object.hasOwn(expected, name)),
    notes: [],
    bytes: weights.size,
  };
}
