/**
 * @file A model that the lab's request names → the engine's ModelSource. Files are fetched from scripts/lab/ as Blobs,
 * which the browser may keep on disk; the engine reads them in parts.
 */
import type { RunConfig } from '../config/run-config.ts';
import { PlaygroundError } from '../core/errors.ts';
import type { ModelCard } from '../core/m2pt/encoder-config.ts';
import type { EngineClient } from '../worker/client.ts';
import type { ModelSource } from '../worker/protocol.ts';
import type { LabModel } from './request.ts';

/**
 * @param role where scripts/lab/ serves the files of an `own` model
 * @param modality decides the shape of `scratch`
 * @throws PlaygroundError when a file cannot be fetched
 */
export async function sourceOf(engine: EngineClient, model: LabModel, role: string, modality: RunConfig['modality']): Promise<ModelSource> {
  switch (model.kind) {
    case 'shipped':
    case 'hub':
      return model;
    case 'own': {
      const { name, weightsName, hasConfig, hasReadme, hasPreprocessor } = model;
      const weights = await fetchPart(role, 'weights', weightsName);
      const text = async (part: string, fileName: string) => (await fetchPart(role, part, fileName)).text();
      const configText = hasConfig ? await text('config', 'config.json') : null;
      const readme = hasReadme ? { readme: await text('readme', 'README.md') } : {};
      const preprocessor = hasPreprocessor ? { preprocessorText: await text('preprocessor', 'preprocessor_config.json') } : {};
      return { kind: 'own', name, configText, weights, weightsName, ...readme, ...preprocessor };
    }
    case 'scratch':
      return { kind: 'scratch', config: scratchShape(await engine.call('listModels', {}), modality).config };
    case 'none':
      throw new PlaygroundError({ code: 'lab-no-model', message: 'No model was named.', hint: 'Name a folder, or a model of models/.' });
    default:
      return model satisfies never;
  }
}

/** `scratch` has the shape of the shipped model of the same modality. */
function scratchShape(cards: readonly ModelCard[], modality: RunConfig['modality']): ModelCard {
  const card = cards.find((one) => one.id === 'scratch') ?? cards.find((one) => one.config.modality === modality);
  if (card) return card;
  throw new PlaygroundError({
    code: 'lab-no-scratch-shape',
    message: `There is no shipped ${modality} model whose shape a target from scratch could take.`,
    hint: 'Put one into models/, or name a model folder as the target.',
  });
}

async function fetchPart(role: string, part: string, fileName: string): Promise<Blob> {
  const response = await fetch(`lab/${role}/${part}`);
  if (response.ok) return response.blob();
  throw new PlaygroundError({
    code: 'lab-model-unreadable',
    message: `${fileName} of the ${role} could not be read from its folder.`,
    hint: 'Check that the file may be read and did not change while the lab started.',
    where: fileName,
  });
}
