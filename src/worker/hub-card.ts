/**
 * @file The card of a model whose weights are not loaded: from its header and config.json, or from config.json alone where
 * the server of a large file does not send parts of it.
 */
import { describeCheckpoint } from '../core/checkpoint/describe-checkpoint.ts';
import type { ModelFiles } from '../core/checkpoint/load-encoder.ts';
import { encoderConfig, statedCard, statedConfig } from '../core/checkpoint/read-config.ts';
import { tensorFacts } from '../core/checkpoint/tensor-facts.ts';
import { PlaygroundError } from '../core/errors.ts';
import { bodyParameters } from '../core/m2pt/encoder.ts';
import type { ModelCard } from '../core/m2pt/encoder-config.ts';

/** @throws PlaygroundError with the first reason why the checkpoint cannot be opened here */
export async function hubCard(id: string, files: ModelFiles): Promise<ModelCard> {
  const { family, config, license, data, head, notes, problems } = await describeCheckpoint(files);
  if (problems[0]) throw new PlaygroundError(problems[0]);
  if (!config || !family) throw new TypeError('A checkpoint without problems has a configuration');
  const last = head?.['head.weight'] ?? head?.['head.8.weight'];
  const numClasses = last?.[0] ?? 0;
  return { id, config, family, parameters: bodyParameters(config), bytes: files.weights.size, license, data, numClasses, notes };
}

/**
 * @param bytes of the weights file
 * @throws PlaygroundError `hub-range` where config.json does not say what it is; `model-config`
 */
export function cardFromConfig(id: string, files: Omit<ModelFiles, 'weights'>, bytes: number): ModelCard {
  const { folder, configText, readme, preprocessorText } = files;
  const where = `${folder}/config.json`;
  const stated = statedConfig(configText, where, preprocessorText);
  if (!stated.family)
    throw new PlaygroundError({
      code: 'hub-range',
      message: `${folder} cannot be judged before it is downloaded: its server sends whole files only, and no config.json says what it is.`,
      hint: 'Download its files yourself and open the folder.',
      where: folder,
    });
  const { config, notes } = encoderConfig(stated, stated.family, tensorFacts(new Map()), folder, where);
  return {
    id,
    config,
    family: stated.family,
    parameters: bodyParameters(config),
    bytes,
    ...statedCard(stated, readme),
    numClasses: 0,
    notes: ['Only config.json could be read so far: names and shapes are checked after the download.', ...notes],
  };
}
