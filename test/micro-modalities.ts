/**
 * @file Micro encoders and toy data of all four modalities: two blocks of width 32, and samples that differ by class in one thing
 * that the modality is about. Pictures are those of micro-experiment.ts.
 */
import { defaultConfig } from '../src/config/fields.ts';
import type { Modality, RunConfig } from '../src/config/run-config.ts';
import type { Dataset } from '../src/core/data/dataset.ts';
import { bytesOf, type RecordForm, type RecordValues } from '../src/core/data/record-form.ts';
import { memoryRecords } from '../src/core/data/records.ts';
import type { RunResult } from '../src/core/lab/events.ts';
import { type ExperimentModels, runExperiment } from '../src/core/lab/experiment.ts';
import type { Ingredients } from '../src/core/lab/plan.ts';
import type { EncoderConfig } from '../src/core/m2pt/encoder-config.ts';
import { recordFormOf } from '../src/core/m2pt/record-form-of.ts';
import { createRng, type Rng } from '../src/core/tensor/rng.ts';
import { MICRO, microDataset, microEncoder } from './micro-experiment.ts';

const PATCHES = { kind: 'patch', inputSize: [16, 16], patchSize: [8, 8], stride: [8, 8], inChannels: 1, transposed: false } as const;
const COORDINATES = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** Every shape fits every other as an auxiliary. */
export const MICRO_ENCODERS: { readonly [M in Modality]: EncoderConfig } = {
  image: MICRO,
  audio: { ...MICRO, name: 'micro-audio', modality: 'audio', tokenizer: PATCHES, normalization: { mean: [-6], std: [2] } },
  point: {
    ...MICRO,
    name: 'micro-point',
    modality: 'point',
    tokenizer: { kind: 'points', groups: 12, neighbours: 8, norm: 'layer', widths: [8, 16, 24] },
    positions: 'mlp',
    normalization: COORDINATES,
  },
  video: {
    ...MICRO,
    name: 'micro-video',
    modality: 'video',
    tokenizer: { kind: 'tubelet', frames: 4, inputSize: [16, 16], tubeletSize: [2, 8, 8], inChannels: 3 },
    positions: 'sinusoid',
  },
};

/** Point-MAE's norms in the micro shape. */
export const MICRO_BATCH_NORM: EncoderConfig = {
  ...MICRO_ENCODERS.point,
  name: 'micro-point-mae',
  tokenizer: { kind: 'points', groups: 12, neighbours: 8, norm: 'batch', widths: [8, 16, 24] },
};

/** A whole experiment; the caller frees `models.pair`. */
export async function runToy(ingredients: Ingredients): Promise<{ results: RunResult[]; models: ExperimentModels }> {
  let models: ExperimentModels | undefined;
  const keep = (held: ExperimentModels) => {
    models = held;
  };
  for await (const event of runExperiment(ingredients, keep, () => true))
    if (event.type === 'experimentFinished' && models) return { results: event.results, models };
  throw new Error('the experiment did not finish');
}

/** @param auxiliary null for the baseline alone */
export function toyIngredients(
  target: EncoderConfig,
  auxiliary: EncoderConfig | null,
  perClass: number,
  changes: Partial<RunConfig>,
): Ingredients {
  return {
    config: { ...defaultConfig(target.modality), ...changes },
    dataset: toyDataset(target, perClass),
    target: microEncoder(1, target),
    auxiliary: auxiliary && microEncoder(2, auxiliary),
    seeds: [0],
    arms: auxiliary ? ['baseline', 'pathway'] : ['baseline'],
  };
}

/** Three classes of records as `encoder` takes them: a lit quadrant, a band that sounds, a solid's shape, the way a bar moves. */
export function toyDataset(encoder: EncoderConfig, perClass: number): Dataset {
  if (encoder.modality === 'image') return microDataset(perClass);
  const form = recordFormOf(encoder);
  const rng = createRng(12, `toy-${encoder.modality}`);
  const labels = Uint16Array.from({ length: 3 * perClass }, (_, i) => i % 3);
  const parts = Array.from(labels, (label) => bytesOf(toyRecord(form, label, rng)));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  for (const [at, part] of parts.entries()) bytes.set(part, at * part.length);
  return { name: 'toy', classNames: ['class 0', 'class 1', 'class 2'], labels, form, records: memoryRecords(form, bytes) };
}

function toyRecord(form: RecordForm, label: number, rng: Rng): RecordValues {
  switch (form.modality) {
    case 'audio': {
      const [bands, frames] = form.size;
      const band = Math.floor((bands * (label + 0.5)) / 3) + rng.integer(3) - 1;
      return Float32Array.from({ length: bands * frames }, (_, at) => {
        return -8 + rng.normal() + (Math.abs(Math.floor(at / frames) - band) < 2 ? 3 : 0);
      });
    }
    case 'point':
      return solid(form.points, label, rng);
    case 'video':
      return movingBar(form.frames, form.size, label, rng);
    default:
      throw new TypeError(`no toys of ${form.modality}`);
  }
}

/** A ball, a rod, a plate; about one of them in three directions, inside the unit sphere. */
function solid(points: number, label: number, rng: Rng): Float32Array<ArrayBuffer> {
  const sizes = [0.5, label === 1 ? 0.1 : 0.5, label === 0 ? 0.5 : 0.1];
  const turn = rng.integer(3);
  const out = new Float32Array(3 * points);
  for (let at = 0; at < out.length; at += 3)
    for (let axis = 0; axis < 3; axis++) out[at + axis] = sizes[(axis + turn) % 3]! * (2 * rng.next() - 1);
  return out;
}

/** A bar that goes right, left, or stands still, somewhere, under noise. */
function movingBar(frames: number, [height, width]: readonly [number, number], label: number, rng: Rng): Uint8Array<ArrayBuffer> {
  const start = rng.integer(width);
  const step = [3, -3, 0][label]!;
  const out = new Uint8Array(frames * height * width * 3);
  for (let at = 0; at < out.length; at++) {
    const pixel = Math.floor(at / 3);
    const column = pixel % width;
    const bar = (((start + step * Math.floor(pixel / (width * height))) % width) + width) % width;
    out[at] = 60 + 40 * rng.next() + (Math.abs(column - bar) < 2 ? 100 : 0);
  }
  return out;
}
