/**
 * @file The checkpoint's own forward pass, head included, on an input in its family's PyTorch layout.
 */
import type { LoadedEncoder } from '../checkpoint/load-encoder.ts';
import { PlaygroundError } from '../errors.ts';
import { plainLinear } from '../m2pt/cross-modal-linear.ts';
import { encoderForward } from '../m2pt/encoder.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { mergePathway } from '../m2pt/merge.ts';
import { inferenceBatch } from '../m2pt/predict-memory.ts';
import { nextTask } from '../tensor/next-task.ts';
import { disposeParams, paramsFromHost } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { inputTensor } from '../tokenizers/tokenizer.ts';

/**
 * @param input normalised f32: images [B, 3, H, W], AST and AudioMAE features [B, frames, mel] (AudioMAE also
 *   [B, 1, frames, mel]), VideoMAE [B, T, 3, H, W], Point-MAE [B, P, 3]
 * @returns logits [B, classes]; pooled and normed features [B, D] (cls beside maximum: [B, 2D]) where the file has no head
 * @throws PlaygroundError `head-unusable` where the file's head is incomplete, `input-shape` naming what was expected and what came, `input-not-finite` naming the first place
 */
export async function predictInput(
  { config, params, head, headProblem }: LoadedEncoder,
  input: { shape: number[]; data: Float32Array },
): Promise<{ shape: number[]; data: Float32Array }> {
  // A head that is there is meant to be used: features in its place would pass for logits.
  if (headProblem)
    throw new PlaygroundError({
      code: 'head-unusable',
      message: headProblem,
      hint: 'Save the model with its whole head, or without any of it: then its features are given.',
    });
  checkInput(config, input);
  const count = input.shape[0]!;
  const size = input.data.length / count;
  const batch = inferenceBatch(config);
  const given = paramsFromHost({ ...params, ...head });
  const onDevice = mergePathway(given);
  disposeParams(given);
  const parts: Float32Array[] = [];
  try {
    for (let from = 0; from < count; from += batch) {
      const samples = Math.min(batch, count - from);
      const values = input.data.subarray(from * size, (from + samples) * size);
      const logits = tf.tidy(() => encoderForward(onDevice, config, inputTensor(config, values, samples), plainLinear));
      parts.push(await logits.data<'float32'>());
      logits.dispose();
      await nextTask();
    }
  } finally {
    disposeParams(onDevice);
  }
  const width = parts[0]!.length / Math.min(batch, count);
  const data = new Float32Array(count * width);
  parts.forEach((part, i) => {
    data.set(part, i * batch * width);
  });
  return { shape: [count, width], data };
}

/** Layouts that a model takes, a sample each, the usual one first; 0 stands for any number of points. */
function sampleLayouts({ tokenizer }: EncoderConfig): number[][] {
  switch (tokenizer.kind) {
    case 'patch': {
      const { inputSize, inChannels, transposed } = tokenizer;
      const plane = transposed ? [inputSize[1], inputSize[0]] : [...inputSize];
      return inChannels === 1 ? [plane, [1, ...plane]] : [[inChannels, ...plane]];
    }
    case 'tubelet':
      return [[tokenizer.frames, tokenizer.inChannels, ...tokenizer.inputSize]];
    case 'points':
      return [[0, 3]];
    default:
      return tokenizer satisfies never;
  }
}

function checkInput(config: EncoderConfig, { shape, data }: { shape: number[]; data: Float32Array }): void {
  const { tokenizer } = config;
  const layouts = sampleLayouts(config);
  const fits = layouts.some(
    (layout) => shape.length === layout.length + 1 && layout.every((size, axis) => size === 0 || size === shape[axis + 1]),
  );
  const came = `[${shape.join(', ')}]`;
  if (!fits || !(shape[0]! > 0) || shape.reduce((a, b) => a * b, 1) !== data.length) {
    const wanted = layouts.map((layout) => `[B, ${layout.map((size) => size || 'points').join(', ')}]`).join(' or ');
    throw new PlaygroundError({
      code: 'input-shape',
      message: `${config.name} takes ${wanted} with B from 1; the input is ${came}${fits ? ` with ${data.length} values` : ''}.`,
      hint: 'Save the array as its PyTorch model takes it, float32 and normalised.',
    });
  }
  if (tokenizer.kind === 'points' && shape[1]! < Math.max(tokenizer.groups, tokenizer.neighbours)) {
    throw new PlaygroundError({
      code: 'input-shape',
      message: `${config.name} makes ${tokenizer.groups} groups of ${tokenizer.neighbours} points and needs at least ${Math.max(tokenizer.groups, tokenizer.neighbours)} points a cloud; the input is ${came}.`,
      hint: 'Give clouds with more points.',
    });
  }
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    const size = data.length / shape[0]!;
    throw new PlaygroundError({
      code: 'input-not-finite',
      message: `The input holds ${data[at]} at place ${at % size} of sample ${Math.floor(at / size)}; every value must be a finite number.`,
      hint: 'Check how the array was normalised, and save it again.',
    });
  }
}
