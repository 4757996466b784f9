/**
 * @file One prediction of the lab: start the engine, open the checkpoint, give it the input as it is.
 */
import { readNpy } from '../core/data/formats/npy.ts';
import { PlaygroundError } from '../core/errors.ts';
import { createEngineClient } from '../worker/client.ts';
import { sayBackend } from './backend-line.ts';
import { sourceOf } from './model-source.ts';
import type { PredictRequest } from './request.ts';

/**
 * @returns logits [B, classes] as plain numbers, fit for the way back to Node
 * @throws PlaygroundError whose message and hint are for the user
 */
export async function predict(request: PredictRequest, say: (line: string) => void): Promise<{ shape: number[]; data: number[] }> {
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
    const { family, config, notes } = await engine.call('openModel', { source });
    say(`model: ${config.name}, ${family} names, width ${config.embedDim}, ${config.depth} blocks, ${config.numHeads} heads`);
    for (const note of notes) say(`model: ${note}`);
    const { shape, data } = await engine.call('predictInput', { source, input });
    return { shape, data: Array.from(data) };
  } finally {
    engine.dispose();
  }
}
