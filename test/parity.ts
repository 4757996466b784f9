/**
 * @file Compares the engine with one PyTorch golden case. Used by the Node tests (cpu, wasm) and the browser test (WebGPU).
 * Errors are relative to the norm of the golden tensor.
 */

import type { LinearName } from '../src/config/run-config.ts';
import { parseModelConfig } from '../src/core/checkpoint/model-config.ts';
import { readSafetensors } from '../src/core/checkpoint/safetensors.ts';
import { smoothTargets } from '../src/core/kernels/cross-entropy.ts';
import { plainLinear, twoBranchLinear } from '../src/core/m2pt/cross-modal-linear.ts';
import { encoderForward } from '../src/core/m2pt/encoder.ts';
import type { EncoderConfig } from '../src/core/m2pt/encoder-config.ts';
import { mergePathway } from '../src/core/m2pt/merge.ts';
import { LINEAR_PATH } from '../src/core/m2pt/names.ts';
import { attachPathway } from '../src/core/m2pt/pathway.ts';
import { PLAIN_SHAPE } from '../src/core/m2pt/plain-shape.ts';
import { disposeParams, type HostParams, paramsFromHost } from '../src/core/tensor/params.ts';
import * as tf from '../src/core/tensor/tf.ts';
import { inputTensor } from '../src/core/tokenizers/tokenizer.ts';
import { createAdamW } from '../src/core/train/optimizer.ts';
import { parameterGroups } from '../src/core/train/parameter-groups.ts';
import { learningRateAt } from '../src/core/train/schedule.ts';
import { lossAndGradients } from '../src/core/train/train-step.ts';
import { relative } from './relative.ts';

export const PARITY_CASES = [
  'baseline-tune',
  'pathway-tune',
  'pathway-split',
  'pathway-fix',
  'pathway-reversed',
  'pathway-frozen-aux',
  'pathway-some-layers',
  'pathway-fixed-lambda',
  'point-baseline-tune',
  'point-pathway-fix',
  'video-baseline-tune',
  'video-pathway-fix',
];

export interface Parity {
  logits: number;
  loss: number;
  mergedLogits: number;
  gradients: { name: string; error: number };
  /** Losses, norms and final parameters of ten steps; 0 where the case has none. */
  adamw: { name: string; error: number };
}

type ReadFile = (name: string) => Promise<ArrayBuffer>;

export async function parityOf(name: string, read: ReadFile): Promise<Parity> {
  const json = async (file: string) => JSON.parse(new TextDecoder().decode(await read(file)));
  const modality = /^(point|video)-/.exec(name)?.[1] ?? 'base';
  const base = await json(`micro-${modality}.json`);
  const golden = await json(`case-${name}.json`);
  const { tensors: baseTensors } = readSafetensors(await read(`micro-${modality}.safetensors`), `micro-${modality}`);
  const { tensors: lender } = readSafetensors(await read('micro-base.safetensors'), 'micro-base');
  const { tensors: want } = readSafetensors(await read(`case-${name}.safetensors`), name);
  const config = modality === 'base' ? encoderOf(base.config) : parseModelConfig(JSON.stringify(base.config), `micro-${modality}`).config;
  const classes: number = base.numClasses ?? base.config.numClasses;
  const host = hostParams(baseTensors, lender, config, golden);
  const params = paramsFromHost(host);
  const settings = {
    mode: golden.mode,
    lambdaLearnable: golden.lambdaLearnable,
    auxiliaryTrainable: golden.auxTrainable,
    layerDecay: golden.adamw?.hyperparameters.layerDecay ?? 0.8,
    weightDecay: golden.adamw?.hyperparameters.weightDecay ?? 0.05,
    lambdaLearningRateFactor: golden.adamw?.hyperparameters.lambdaLearningRateFactor ?? 30,
  };
  const groups = parameterGroups(params, config.depth, settings);
  const trained = groups.map((group) => group.name);
  const wanted = Object.keys(want).filter((key) => key.startsWith('grad.'));
  if (String([...trained].sort()) !== String(wanted.map((key) => key.slice(5)).sort())) {
    throw new Error(`${name}: PyTorch trained other parameters than the engine: ${wanted} against ${trained}`);
  }
  const input = baseTensors.input!;
  const pixels = inputTensor(config, input.data, base.labels.length);
  const smoothing = golden.labelSmoothing as number;
  const targets = tf.tensor(smoothTargets(base.labels, classes, smoothing), [base.labels.length, classes]);
  const forward = (p: typeof params, x: tf.Tensor) => encoderForward(p, config, x, plainLinear);

  const logits = encoderForward(params, config, pixels, twoBranchLinear);
  const { loss, gradients } = tf.tidy(() => lossAndGradients(forward, params, trained, pixels, targets));
  const merged = mergePathway(params);
  const mergedLogits = forward(merged, pixels);
  const result: Parity = {
    logits: relative(await logits.data(), want.logits!.data),
    loss: Math.abs((await loss.data())[0]! - golden.loss) / golden.loss,
    mergedLogits: Math.max(
      relative(await mergedLogits.data(), want.merged_logits!.data),
      relative(await mergedLogits.data(), await logits.data()),
    ),
    gradients: { name: '', error: 0 },
    adamw: { name: '', error: 0 },
  };
  for (const key of trained) {
    const error = relative(await gradients[key]!.data(), want[`grad.${key}`]!.data);
    if (!(error <= result.gradients.error)) result.gradients = { name: key, error };
  }
  tf.dispose([logits, loss, mergedLogits]);
  tf.dispose(gradients);
  disposeParams(merged);

  if (golden.adamw) {
    const { adamw } = golden;
    const note = (what: string, error: number) => {
      if (!(error <= result.adamw.error)) result.adamw = { name: what, error };
    };
    const optimizer = createAdamW(params, groups, adamw.hyperparameters.clipNorm);
    for (let step = 0; step < adamw.losses.length; step++) {
      const rate = learningRateAt(step, adamw.losses.length, adamw.hyperparameters.warmupSteps, adamw.hyperparameters.learningRate);
      note(`learning rate ${step}`, Math.abs(rate - adamw.learningRates[step]) / rate);
      const { loss, gradients } = tf.tidy(() => lossAndGradients(forward, params, trained, pixels, targets));
      const norm = optimizer.update(params, gradients, rate);
      note(`loss ${step}`, Math.abs((await loss.data())[0]! - adamw.losses[step]) / adamw.losses[step]);
      note(`gradient norm ${step}`, Math.abs((await norm.data())[0]! - adamw.gradNorms[step]) / adamw.gradNorms[step]);
      tf.dispose([loss, norm]);
    }
    for (const key of trained)
      note(
        `after ten steps ${key}`,
        relative(withoutKeyBias(key, await params[key]!.data()), withoutKeyBias(key, want[`after.${key}`]!.data)),
      );
    optimizer.dispose();
  }
  tf.dispose([pixels, targets]);
  disposeParams(params);
  return result;
}

/**
 * Softmax does not change when all scores of a row shift, so the true gradient of the key bias is 0. What either side
 * computes is rounding noise, which Adam divides by its own size: those values cannot be compared and are left out.
 */
function withoutKeyBias(name: string, values: ArrayLike<number>): ArrayLike<number> {
  if (!name.endsWith('attn.qkv.bias')) return values;
  return Array.from(values).filter((_, i) => Math.floor((3 * i) / values.length) !== 1);
}

function encoderOf(micro: Record<string, number>): EncoderConfig {
  const size = micro.imageSize!;
  const patch = micro.patchSize!;
  return {
    name: 'micro',
    modality: 'image',
    embedDim: micro.embedDim!,
    depth: micro.depth!,
    numHeads: micro.numHeads!,
    mlpRatio: micro.mlpRatio!,
    layerNormEps: micro.layerNormEps!,
    qkvBias: true,
    ...PLAIN_SHAPE,
    tokenizer: {
      kind: 'patch',
      inputSize: [size, size],
      patchSize: [patch, patch],
      stride: [patch, patch],
      inChannels: micro.inChannels!,
      transposed: false,
    },
    normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
  };
}

function hostParams(
  base: HostParams,
  lender: HostParams,
  config: EncoderConfig,
  golden: { layers?: string[]; qkvSplit: boolean; depthOrder: 'normal' | 'reversed'; lambda?: Record<string, number[]> },
): HostParams {
  const pick = (from: HostParams, prefix: string) =>
    Object.fromEntries(
      Object.keys(from)
        .filter((key) => key.startsWith(prefix))
        .map((key) => [key.slice(prefix.length), from[key]!]),
    );
  const target = pick(base, 'target.');
  const lambda = golden.lambda ?? {};
  if (Object.keys(lambda).length === 0) return target;
  const layers = (Object.keys(LINEAR_PATH) as LinearName[]).filter((layer) => golden.layers!.includes(LINEAR_PATH[layer]));
  const params = attachPathway(target, config, pick(lender, 'aux.'), config, {
    layers,
    lambdaInit: 0,
    splitQkv: golden.qkvSplit,
    depthOrder: golden.depthOrder,
  });
  for (const [name, values] of Object.entries(lambda)) params[name]!.data.set(values);
  return params;
}
