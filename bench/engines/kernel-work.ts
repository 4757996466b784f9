/**
 * @file One operation of a set of kernels at the shapes of the nano model, forward or backward, repeated without reading back between:
 * what one takes by itself. The inputs are random; the value that comes back is one element of the last result.
 */
import type { Forward, KernelSet } from '../../src/core/kernels/kernel-set.ts';
import { createRng } from '../../src/core/tensor/rng.ts';
import * as tf from '../../src/core/tensor/tf.ts';
import type { Job, Opened } from './engine.ts';
import { timed } from './stopwatch.ts';

/** Of the nano model: tokens, width, heads, hidden width, classes. */
const T = 64;
const D = 128;
const H = 4;
const HIDDEN = 512;
const CLASSES = 10;
/** Linears with a pathway in a nano model; all are merged at once. */
const MERGED = 24;
const REPEATS = 8;

type Make = (...shape: number[]) => tf.Tensor;
/** Makes inputs once and gives what is run. Everything that returns is freed, but for what `random` made. */
type Kernel = (set: KernelSet, random: Make, batch: number) => () => tf.Tensor[];

const all = ({ y, saved }: Forward) => [y, ...saved];

const KERNELS: Record<string, Kernel> = {
  linear(set, random, B) {
    const [x, w, b, r] = [random(B * T, D), random(3 * D, D), random(3 * D), random(B * T, 3 * D)];
    return () => [set.linear(x, w, b, r)];
  },
  'linear-input-gradient'(set, random, B) {
    const [dy, w] = [random(B * T, 3 * D), random(3 * D, D)];
    return () => [set.linearInputGradient(dy, w)];
  },
  'linear-weight-gradient'(set, random, B) {
    const [dy, x] = [random(B * T, 3 * D), random(B * T, D)];
    return () => Object.values(set.linearWeightGradient(dy, x, true)).filter((part) => part !== null);
  },
  'linear-gelu'(set, random, B) {
    const [x, w, b] = [random(B * T, D), random(HIDDEN, D), random(HIDDEN)];
    return () => all(set.linearActivation(x, w, b, 'gelu'));
  },
  'gelu-gradient'(set, random, B) {
    const [x, w, b, dy] = [random(B * T, D), random(HIDDEN, D), random(HIDDEN), random(B * T, HIDDEN)];
    const { saved } = set.linearActivation(x, w, b, 'gelu');
    return () => [set.activationGradient(dy, saved, 'gelu')];
  },
  'layer-norm'(set, random, B) {
    const [x, gamma, beta] = [random(B * T, D), random(D), random(D)];
    return () => all(set.layerNorm(x, gamma, beta, 1e-6));
  },
  'layer-norm-gradient'(set, random, B) {
    const [x, gamma, beta, dy] = [random(B * T, D), random(D), random(D), random(B * T, D)];
    const { saved } = set.layerNorm(x, gamma, beta, 1e-6);
    return () => Object.values(set.layerNormGradient(dy, saved));
  },
  attention(set, random, B) {
    const qkv = random(B * T, 3 * D);
    return () => all(set.attention(qkv, B, H));
  },
  'attention-gradient'(set, random, B) {
    const [qkv, dy] = [random(B * T, 3 * D), random(B * T, D)];
    const { saved } = set.attention(qkv, B, H);
    return () => [set.attentionGradient(dy, saved, B, H)];
  },
  'cross-entropy'(set, random, B) {
    const logits = random(B, CLASSES);
    const targets = tf.keep(tf.softmax(random(B, CLASSES))); // rows sum to 1
    return () => Object.values(set.crossEntropy(logits, targets));
  },
  'mean-pool'(set, random, B) {
    const x = random(B * T, D);
    return () => [set.meanPool(x, B)];
  },
  merge(set, random) {
    const layers = Array.from({ length: MERGED }, () => ({ weight: random(HIDDEN, D), aux: random(HIDDEN, D), scale: random(1) }));
    return () => set.merge(layers);
  },
  'merge-scale-gradients'(set, random) {
    const layers = Array.from({ length: MERGED }, () => ({ weight: random(HIDDEN, D), aux: random(HIDDEN, D), scale: random(1) }));
    const gradients = layers.map(() => random(HIDDEN, D));
    return () => set.mergeScaleGradients(layers, gradients);
  },
  'global-norm'(set, random) {
    const gradients = Array.from({ length: MERGED }, () => random(HIDDEN, D));
    return () => [set.globalNorm(gradients)];
  },
  adamw(set, random) {
    const gradient = random(HIDDEN, D);
    const scale = tf.scalar(0.5);
    let param = tf.clone(random(HIDDEN, D));
    let state = { m: tf.zerosLike(param), v: tf.zerosLike(param) };
    let step = 0;
    return () => {
      step += 1;
      [param, state] = set.adamw(param, gradient, state, scale, { step, learningRate: 1e-3, weightDecay: 0 });
      return [tf.clone(param)];
    };
  },
};

/** @param job `model` names the kernel */
export function openKernel({ model, batch }: Job, set: KernelSet): Opened {
  const kernel = KERNELS[model];
  if (!kernel) throw new Error(`There is no kernel ${model}: known are ${Object.keys(KERNELS).join(', ')}.`);
  const rng = createRng(7, model);
  const before = new Set<tf.Tensor>();
  const random: Make = (...shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const tensor = tf.tensor(
      Float32Array.from({ length: size }, () => rng.normal()),
      shape,
    );
    before.add(tensor);
    return tensor;
  };
  const once = kernel(set, random, batch);
  const work = () => {
    let last: tf.Tensor[] = [];
    for (let i = 0; i < REPEATS; i++) {
      tf.dispose(last);
      last = once().filter((part) => !before.has(part));
    }
    const one = tf.tidy(() => tf.slice(tf.reshape(last[0]!, [-1]), [0], [1]));
    const values = one.data().finally(() => tf.dispose([one, ...last]));
    return { values };
  };
  return {
    async run() {
      const { ms, cpuMs, dispatches, value } = await timed(work);
      return { ms: ms / REPEATS, cpuMs: cpuMs / REPEATS, dispatches: dispatches / REPEATS, value };
    },
    close: () => tf.dispose([...before]),
  };
}
