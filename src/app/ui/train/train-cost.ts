/**
 * @file What training would take, before it begins: memory and time for the chosen target, picture size, batch, seeds, arms
 * and epochs; when that is much, what makes it less. Numbers and words; TrainCost.tsx draws them.
 */
import type { RunConfig } from '../../../config/run-config.ts';
import type { Split } from '../../../core/data/split.ts';
import type { EncoderConfig } from '../../../core/m2pt/encoder-config.ts';
import { tokenCount } from '../../../core/m2pt/plain-shape.ts';
import { trainingMemory } from '../../../core/m2pt/predict-memory.ts';
import { experimentWork, stepWork } from '../../../core/m2pt/predict-time.ts';
import type { BackendInfo } from '../../../worker/protocol.ts';
import { type MeasuredSpeeds, placeOf, speedFor } from '../../state/measured-speed.ts';

export interface Cost {
  /** Bytes on the backend at the height. */
  memory: number;
  /** Of all runs in ms; null before anything was measured on this machine. */
  time: number | null;
  /** Steps of about this size were measured; otherwise the time comes from smaller or larger ones. */
  exact: boolean;
  /** The memory is the graphics device's. */
  onGpu: boolean;
  /** What makes it less, best first; empty when it is not much. */
  helps: readonly string[];
}

/** From here on a sentence says what helps, in ms and bytes. */
const LONG = 600_000;
const MUCH = 2e9;
/** Fewer tokens than this are not what takes the time. */
const MANY_TOKENS = 64;

/**
 * @param shape of the target at the chosen picture size
 * @param backend null while it is being chosen: then the time is not known
 */
export function costOf(
  shape: EncoderConfig,
  config: RunConfig,
  split: Split,
  speeds: MeasuredSpeeds,
  backend: Pick<BackendInfo, 'name' | 'adapter'> | null,
): Cost {
  const hasAuxiliary = config.auxiliary !== 'none';
  const arms = hasAuxiliary ? (['baseline', 'pathway'] as const) : (['baseline'] as const);
  const { train, validation, test } = split;
  const sizes = { train: train.length, validation: validation.length, test: test.length };
  const memory = trainingMemory(shape, { ...config, hasAuxiliary, samples: train.length });
  const step = stepWork(shape, Math.min(config.batchSize, train.length), 'baseline', config);
  const speed = backend && speedFor(speeds[placeOf(backend)], step);
  const work = experimentWork(shape, { ...config, arms, split: sizes });
  const time = speed ? (1000 * work) / speed.rate : null;
  const onGpu = backend?.name === 'webgpu' || backend?.name === 'webgl';
  const cost = { memory, time, exact: speed?.exact ?? false, onGpu };
  return { ...cost, helps: helpsFor(cost, shape, config, backend?.name === 'webgpu') };
}

function helpsFor({ memory, time }: Pick<Cost, 'memory' | 'time'>, shape: EncoderConfig, config: RunConfig, onWebgpu: boolean): string[] {
  const long = (time ?? 0) > LONG;
  const much = memory > MUCH;
  if (!long && !much) return [];
  const unlimited = config.limitPerClass === 0 ? 'a limit of samples a class' : 'fewer samples a class';
  return [
    ...(shape.modality === 'image' && tokenCount(shape) > MANY_TOKENS ? ['smaller pictures (Picture size, under More settings)'] : []),
    ...(much && config.batchSize > 1 ? ['a smaller batch'] : []),
    ...(long && config.pairedSeeds > 1 ? ['fewer seeds'] : []),
    ...(long && config.epochs > 1 ? ['fewer epochs'] : []),
    ...(long ? [unlimited] : []),
    ...(long && !onWebgpu ? ['a browser with WebGPU'] : []),
  ];
}

/** `a`, `a or b`, `a, b or c`. */
function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** What helps, in one or two sentences; null when it is not much. */
export function helpSentence({ memory, time, helps }: Cost): string | null {
  if (helps.length === 0) return null;
  const project = 'To go on elsewhere, pause after a few steps and take the PyTorch project from Keep it.';
  const long = (time ?? 0) > LONG;
  const why = [...(long ? ['is long'] : []), ...(memory > MUCH ? ['needs much memory'] : [])].join(' and ');
  return `That ${why}. What helps: ${either(helps)}.${long ? ` ${project}` : ''}`;
}
