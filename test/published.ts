/**
 * @file Compares the engine with one golden of a published family (`reference/published`): the file as its own library
 * saved it, read by `loadEncoder`, its logits by `predictInput`, and every gradient. Errors are relative to the norm of
 * PyTorch's tensor. Used by the Node tests (cpu, wasm) and the browser test (WebGPU).
 */
import { bufferSource } from '../src/core/checkpoint/byte-source.ts';
import { canonicalParams } from '../src/core/checkpoint/canonical.ts';
import { type LoadedEncoder, loadEncoder } from '../src/core/checkpoint/load-encoder.ts';
import { readSafetensors } from '../src/core/checkpoint/safetensors.ts';
import { predictInput } from '../src/core/inference/predict-input.ts';
import { smoothTargets } from '../src/core/kernels/cross-entropy.ts';
import { plainLinear } from '../src/core/m2pt/cross-modal-linear.ts';
import { encoderForward } from '../src/core/m2pt/encoder.ts';
import { isRunningStatistic } from '../src/core/m2pt/names.ts';
import { disposeParams, type HostParams, type HostTensor, type Params, paramsFromHost } from '../src/core/tensor/params.ts';
import * as tf from '../src/core/tensor/tf.ts';
import { inputTensor } from '../src/core/tokenizers/tokenizer.ts';
import { lossAndGradients } from '../src/core/train/train-step.ts';
import { relative } from './relative.ts';

/** Folder of test/fixtures/published, and the family that its file must be taken for. */
export const PUBLISHED = [
  ['timm-vit', 'timm'],
  ['timm-vit-avg', 'timm'],
  ['timm-deit-distilled', 'timm'],
  ['timm-mae', 'timm'],
  ['mae', 'mae'],
  ['hf-vit', 'hf-vit'],
  ['hf-deit', 'hf-deit'],
  ['hf-deit-teacher', 'hf-deit'],
  ['hf-vit-mae', 'hf-vit-mae'],
  ['hf-ast', 'hf-ast'],
  ['hf-videomae', 'hf-videomae'],
  ['videomae', 'videomae'],
  ['audiomae', 'audiomae'],
  ['point-mae', 'point-mae'],
] as const;

/** Values of ordinary size hardly show a wrong epsilon, so the configuration is looked at as well. */
export function epsilonsOf(name: string): [number, number] {
  if (name === 'hf-videomae') return [1e-12, 1e-5]; // transformers leaves its fc_norm at PyTorch's default
  if (name.startsWith('hf-')) return [1e-12, 1e-12];
  return name === 'point-mae' ? [1e-5, 1e-5] : [1e-6, 1e-6];
}

export interface PublishedParity {
  family: string;
  /** Of the blocks' norms and of the final one, as the checkpoint states them. */
  epsilons: [number, number];
  logits: number;
  /** The worst. */
  gradients: { name: string; error: number };
  /** Parameters with a gradient. */
  compared: number;
  /** Parameters of PyTorch that the engine does not train, and the reverse. */
  only: string[];
}

/** @param read a file by its path under the golden's folder */
export async function publishedParity(name: string, read: (file: string) => Promise<ArrayBuffer>): Promise<PublishedParity> {
  const configText = new TextDecoder().decode(await read('config.json'));
  const model = await loadEncoder({
    folder: name,
    configText,
    weights: bufferSource(await read('model.safetensors'), 'model.safetensors'),
  });
  const { tensors: golden } = readSafetensors(await read('golden.safetensors'), `${name}/golden.safetensors`);
  const { shape, data } = golden.input!;
  const logits = await predictInput(model, { shape: [...shape], data });
  if (String(logits.shape) !== String(golden.logits!.shape)) throw new Error(`${name}: logits are ${logits.shape}`);
  const result = {
    family: model.family,
    epsilons: [model.config.layerNormEps, model.config.finalNormEps] as [number, number],
    logits: relative(logits.data, golden.logits!.data),
    gradients: { name: '', error: 0 },
    compared: 0,
    only: [] as string[],
  };
  const want = await wantedGradients(golden, model);
  if (want.size === 0) return result;
  const got = await gradientsOf(model, golden.input!, golden.labels!.data, logits.shape[1]!);
  result.only = [...[...want.keys()].filter((key) => !got[key]), ...Object.keys(got).filter((key) => !want.has(key))];
  for (const [key, check] of want) {
    if (!got[key]) continue;
    result.compared += 1;
    const error = check(got[key]);
    if (!(error <= result.gradients.error)) result.gradients = { name: key, error };
  }
  return result;
}

/** All trained parameters' gradients of the mean cross-entropy. */
async function gradientsOf(model: LoadedEncoder, input: HostTensor, labels: Float32Array, classes: number): Promise<HostParams> {
  const params = paramsFromHost({ ...model.params, ...model.head });
  const trained = Object.keys(params).filter((name) => !isRunningStatistic(name));
  const forward = (p: Params, x: tf.Tensor) => encoderForward(p, model.config, x, plainLinear);
  const { loss, gradients } = tf.tidy(() => {
    const x = inputTensor(model.config, input.data, labels.length);
    return lossAndGradients(forward, params, trained, x, tf.tensor(smoothTargets(labels, classes, 0), [labels.length, classes]));
  });
  const host: HostParams = {};
  for (const [name, tensor] of Object.entries(gradients)) host[name] = { shape: tensor.shape, data: await tensor.data<'float32'>() };
  loss.dispose();
  tf.dispose(gradients);
  disposeParams(params);
  return host;
}

type Check = (got: HostTensor) => number;

/**
 * What to hold against each canonical gradient. PyTorch's go by the file's names: the table that maps weights maps them.
 * Of large matrices the golden keeps every 16th row and the sums of all rows and columns.
 */
async function wantedGradients(golden: HostParams, { family }: LoadedEncoder): Promise<Map<string, Check>> {
  const part = (prefix: string) => {
    const names = Object.keys(golden).filter((key) => key.startsWith(prefix));
    return canonicalParams(Object.fromEntries(names.map((key) => [key.slice(prefix.length), golden[key]!])), family);
  };
  const checks = new Map<string, Check>();
  for (const [key, want] of Object.entries(await part('grad.'))) {
    checks.set(key, (got) => relative(withoutKeyBias(key, got.data), withoutKeyBias(key, want.data)));
  }
  const rowSums = await part('rowsums.');
  const columnSums = await part('columnsums.');
  for (const [key, rows] of Object.entries(await part('rows16.'))) {
    checks.set(key, ({ data, shape: [out, width] }) => {
      const row = (at: number) => data.subarray(at * width!, (at + 1) * width!);
      const sampled = Float32Array.from({ length: rows.data.length }, (_, i) => row(16 * Math.floor(i / width!))[i % width!]!);
      const sums = Float64Array.from({ length: out! }, (_, at) => row(at).reduce((a, b) => a + b, 0));
      const columns = new Float64Array(width!);
      for (let at = 0; at < data.length; at++) columns[at % width!]! += data[at]!;
      return Math.max(relative(sampled, rows.data), relative(sums, rowSums[key]!.data), relative(columns, columnSums[key]!.data));
    });
  }
  return checks;
}

/** Softmax ignores the bias of the keys: its true gradient is 0, and what either side computes is rounding (see parity.ts). */
function withoutKeyBias(name: string, values: ArrayLike<number>): ArrayLike<number> {
  if (!name.endsWith('attn.qkv.bias')) return values;
  return Array.from(values).filter((_, i) => Math.floor((3 * i) / values.length) !== 1);
}
