/**
 * @file How large each export becomes, before it is made. Weights are exact but for heads; pictures become PNG files, whose
 * size shows only then, so they are told apart as an upper bound.
 */
import type { ArmName, RunConfig } from '../../../config/run-config.ts';
import type { MergeReport } from '../../../core/lab/events.ts';
import type { EncoderConfig, ModelCard } from '../../../core/m2pt/encoder-config.ts';
import type { ExportFormat } from '../../../worker/protocol.ts';
import { formatBytes } from '../../charts/format.ts';

export interface ExportSize {
  /** Of all weights, in bytes. */
  weights: number;
  /** Of the pictures before they are compressed, in bytes; 0 for a model alone. */
  pictures: number;
}

const F32 = 4;

/** Elements of the matrices that an auxiliary lends: of the layers that have a λ. */
function lentElements({ embedDim: D, depth, mlpRatio }: EncoderConfig, layers: RunConfig['layers']): number {
  const parts = { qkv: 3, proj: 1, fc1: mlpRatio, fc2: mlpRatio };
  return depth * D * D * layers.reduce((sum, layer) => sum + parts[layer], 0);
}

/**
 * A PyTorch project holds where the run started, the auxiliary's blocks, where it stands, and two moments of every weight that
 * is trained.
 * @param arm of the run that it continues
 * @param pictures bytes of all RGB records
 */
export function projectSize(
  target: Pick<ModelCard, 'config' | 'parameters'>,
  config: Pick<RunConfig, 'auxiliary' | 'auxiliaryTrainable' | 'layers' | 'mode'>,
  arm: ArmName,
  pictures: number,
): ExportSize {
  const body = target.parameters;
  const blocks = config.auxiliary === 'none' ? 0 : lentElements(target.config, ['qkv', 'proj', 'fc1', 'fc2']);
  const lent = arm === 'pathway' ? lentElements(target.config, config.layers) : 0;
  const trained = config.mode === 'tune' ? body + (config.auxiliaryTrainable ? lent : 0) : 0;
  return { weights: F32 * (body + blocks + (body + lent) + 2 * trained), pictures };
}

/** Of the merged pair's models. */
export function modelSize(format: Exclude<ExportFormat, 'pytorch'>, { merged, twoBranch }: MergeReport): ExportSize {
  return { weights: format === 'unmerged' ? twoBranch.bytes : merged.bytes, pictures: 0 };
}

/** `about 4.9 MB`, `about 31 MB and up to 15 MB of pictures`. */
export function sizeWords({ weights, pictures }: ExportSize): string {
  return `about ${formatBytes(weights)}${pictures > 0 ? ` and up to ${formatBytes(pictures)} of pictures` : ''}`;
}
