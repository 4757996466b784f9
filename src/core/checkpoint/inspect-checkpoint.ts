/**
 * @file Reads a checkpoint's header and config and says what it is, without loading its weights.
 */
import { PlaygroundError } from '../errors.ts';
import type { ModelFiles } from './load-encoder.ts';
import type { ModelReport } from './model-report.ts';

/** @throws PlaygroundError when the weights file cannot be read as safetensors at all */
export async function inspectCheckpoint({ folder }: ModelFiles): Promise<ModelReport> {
  throw new PlaygroundError({ code: 'not-built', message: `${folder} cannot be inspected yet.`, hint: '' });
}
