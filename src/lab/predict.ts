/**
 * @file One prediction of the lab: start the engine, open the checkpoint, give it the input as it is.
 */
import { readNpy } from '../core/data/formats/npy.ts';
import { PlaygroundError } from '../core/errors.ts';
import { createEngineClient } from '../worker/client.ts';
import { sayBackend } from './backend-line.ts';
import { sourceOf } from './model-source.ts';
import type { PredictRequest } from './request.ts';

export interface Prediction {
  /** What the numbers are: a file without a head gives its pooled and normed features. */
  what: 'logits' | 'features';
  shape: number[];
  data: number[];
}

/**
 * @returns [B, classes], or features [B, D], as plain numbers, fit for the way back to Node
 * @throws PlaygroundError whose message and hint are for the user
 */
export async function predict(request: PredictRequest, say: (line: string) => void): Promise<Prediction> {
  const response = await fetch('lab/input');
  if (!response.ok)
    throw new PlaygroundError({
      code: 'lab-input-unreadable',
      message: `${request.inputName} could not be read.`,
      hint: 'Check that the file may be read.',
    });
  const input = readNpy(await response.arrayBuffer(), request.inputName);
  const engine = createEngineClient();
  try {
    sayBackend(await engine.call('start', { backend: request.backend }), say);
    const source = await sourceOf(engine, request.model, 'model', 'image');
    const { family, config, notes, numClasses } = await engine.call('openModel', { source });
    say(`model: ${config.name}, ${family} names, width ${config.embedDim}, ${config.depth} blocks, ${config.numHeads} heads`);
    for (const note of notes) say(`model: ${note}`);
    const { shape, data } = await engine.call('predictInput', { source, input });
    if (numClasses === 0) say(`model: the file has no head, so these are not logits but its pooled features, [${shape.join(', ')}]`);
    return { what: numClasses === 0 ? 'features' : 'logits', shape, data: Array.from(data) };
  } finally {
    engine.dispose();
  }
}
