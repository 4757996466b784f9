/**
 * @file The lab's target and auxiliary: shipped, from scratch, or a folder that scripts/lab/ serves, opened and
 * checked by the engine before any data is read.
 */

import type { RunConfig } from '../config/run-config.ts';
import { PlaygroundError } from '../core/errors.ts';
import type { ModelCard } from '../core/m2pt/encoder-config.ts';
import { recordSize } from '../core/m2pt/plain-shape.ts';
import type { EngineClient } from '../worker/client.ts';
import type { ModelSource } from '../worker/protocol.ts';
import type { LabModel, LabRequest } from './request.ts';

export interface ChosenModels {
  target: ModelSource;
  /** Null for `none`. */
  auxiliary: ModelSource | null;
  /** As RunConfig names them. */
  targetId: string;
  auxiliaryId: string;
  /** [H, W] that the target sees. */
  recordSize: readonly [number, number];
}

/** @throws PlaygroundError when a model cannot be opened */
export async function chooseModels(engine: EngineClient, request: LabRequest, config: RunConfig): Promise<ChosenModels> {
  const wanted: LabModel = request.target ?? { kind: 'shipped', id: config.target };
  const lender: LabModel = request.auxiliary ?? { kind: 'shipped', id: config.auxiliary };
  const target = await sourceOf(engine, wanted, 'target', config);
  const card = await engine.call('openModel', { source: target });
  const auxiliary = lender.kind === 'none' ? null : await sourceOf(engine, lender, 'auxiliary', config);
  const auxiliaryCard = auxiliary && (await engine.call('openModel', { source: auxiliary }));
  return { target, auxiliary, targetId: card.id, auxiliaryId: auxiliaryCard?.id ?? 'none', recordSize: recordSize(card.config) };
}

async function sourceOf(engine: EngineClient, model: LabModel, role: 'target' | 'auxiliary', config: RunConfig): Promise<ModelSource> {
  switch (model.kind) {
    case 'shipped':
      return { kind: 'shipped', id: model.id };
    case 'own': {
      const [text, weights] = await Promise.all([fetchModelFile(role, 'config.json'), fetchModelFile(role, 'model.safetensors')]);
      return {
        kind: 'own',
        name: model.name,
        configText: new TextDecoder().decode(text),
        weights: new Blob([weights]),
        weightsName: 'model.safetensors',
      };
    }
    default:
      return { kind: 'scratch', config: scratchShape(await engine.call('listModels', {}), config).config };
  }
}

/** `scratch` has the shape of the shipped model of the same modality. */
function scratchShape(cards: readonly ModelCard[], { modality }: RunConfig): ModelCard {
  const card = cards.find((one) => one.id === 'scratch') ?? cards.find((one) => one.config.modality === modality);
  if (!card)
    throw new PlaygroundError({
      code: 'lab-no-scratch-shape',
      message: `There is no shipped ${modality} model whose shape a target from scratch could take.`,
      hint: 'Put one into models/, or name a model folder as the target.',
    });
  return card;
}

async function fetchModelFile(role: string, name: string): Promise<ArrayBuffer> {
  const response = await fetch(`lab/${role}/${name}`);
  if (response.ok) return response.arrayBuffer();
  throw new PlaygroundError({
    code: 'lab-model-unreadable',
    message: `${name} of the ${role} could not be read from its folder.`,
    hint: 'Check that the file may be read and did not change while the lab started.',
    where: name,
  });
}
