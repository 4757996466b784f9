/**
 * @file Stock TensorFlow.js, written the usual way: `tf.variable`s, `tf.train.adam`, its own tape; no layers. It gets pictures already cut
 * into patches, kernels as [in, out], and heads apart by 4-D transposes: what is slow on wasm (6-D transposes, transposed products in the
 * forward pass) is avoided, so that the comparison is with careful users.
 */
import * as tf from '@tensorflow/tfjs';
import { ADAM } from '../../src/core/kernels/adam-constants.ts';
import { type BenchModel, batchOf, LEARNING_RATE, lengthOf, modelOf, startOf } from '../models.ts';
import type { Engine, Job } from './engine.ts';
import { timed, watchWebgpu } from './stopwatch.ts';

type Variables = Record<string, tf.Variable>;

const opened = new Map<string, { work: () => { values: Promise<ArrayLike<number>> }; close: () => void }>();
let rowCount = 0;

export const engine: Engine = {
  async start(backend) {
    watchWebgpu();
    const adapter = backend === 'webgpu' ? await startWebgpu() : await startWasm();
    return { adapter, software: false, rows: [{ name: 'stock' }] };
  },
  async open(row, job) {
    const model = modelOf(job.model);
    const prefix = `row${rowCount++}`;
    const variables: Variables = {};
    tf.tidy(() => {
      for (const [name, { shape, data }] of Object.entries(startOf(model))) {
        const stored = tf.tensor(data, [...shape]);
        const value = isKernel(name) ? tf.transpose(tf.reshape(stored, [shape[0]!, -1])) : stored;
        variables[name] = tf.variable(value, true, `${prefix}.${name}`);
      }
    });
    opened.set(row, {
      work: model.blockOnly
        ? blockWork(model, job, variables)
        : job.kind === 'step'
          ? stepWork(model, job, variables)
          : forwardWork(model, job, variables),
      close: () => tf.dispose(variables),
    });
  },
  run: (row) => timed(opened.get(row)!.work),
  async close(row) {
    opened.get(row)?.close();
    opened.delete(row);
  },
};

async function startWebgpu(): Promise<string> {
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs could not start its webgpu backend');
  await tf.ready();
  return '';
}

async function startWasm(): Promise<string> {
  const [{ setWasmPaths }, { default: plain }, { default: simd }] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
  ]);
  // Its threaded build computes with one thread too, wherever it was tried (docs/decisions/0001-tfjs-as-substrate.md).
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({ 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd, 'tfjs-backend-wasm-threaded-simd.wasm': simd });
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs could not start its wasm backend');
  return '';
}

function isKernel(name: string): boolean {
  return /(qkv|proj|fc1|fc2|head)\.weight$/.test(name);
}

function stepWork(model: BenchModel, job: Job, variables: Variables) {
  const optimizer = tf.train.adam(LEARNING_RATE, ADAM.beta1, ADAM.beta2, ADAM.epsilon);
  const list = Object.values(variables);
  const { patches, targets } = batchOf(model, job);
  return () => {
    const x = tf.tensor(patches.slice(), [job.batch, patchCount(model), patchSize(model)]);
    const y = tf.tensor2d(targets.slice(), [job.batch, model.classes]);
    const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, forward(model, variables, x)) as tf.Scalar, true, list)!;
    const values = loss.data().finally(() => tf.dispose(loss));
    tf.dispose([x, y]);
    return { values };
  };
}

function forwardWork(model: BenchModel, job: Job, variables: Variables) {
  const { patches } = batchOf(model, job);
  return () => {
    const logits = tf.tidy(() => forward(model, variables, tf.tensor(patches.slice(), [job.batch, patchCount(model), patchSize(model)])));
    return { values: logits.data().finally(() => tf.dispose(logits)) };
  };
}

function blockWork(model: BenchModel, job: Job, variables: Variables) {
  const names = Object.keys(variables);
  const { values: rows } = batchOf(model, job);
  return () => {
    const result = tf.tidy(() => {
      const lossOf = (...[x, ...weights]: tf.Tensor[]) => {
        const given = Object.fromEntries(names.map((name, i) => [name, weights[i]!]));
        return tf.mean(tf.square(block(model, given, 'blocks.0', x as tf.Tensor3D)));
      };
      const input = tf.tensor3d(rows.slice(), [job.batch, lengthOf(model), model.config.embedDim]);
      const { value, grads } = tf.valueAndGrads(lossOf)([input, ...names.map((name) => variables[name]!)]);
      const squares = grads.map((gradient) => tf.sum(tf.square(gradient)));
      return tf.stack([value, tf.sqrt(tf.sum(tf.stack(squares)))]);
    });
    return { values: result.data().finally(() => tf.dispose(result)) };
  };
}

function patchCount(model: BenchModel): number {
  return lengthOf(model) - model.config.prefixTokens.length;
}
function patchSize({ config: { tokenizer } }: BenchModel): number {
  return tokenizer.inChannels * tokenizer.patchSize[0] * tokenizer.patchSize[1];
}

/** [B, N, C·P·P] → logits [B, classes]. */
function forward(model: BenchModel, p: Record<string, tf.Tensor>, patches: tf.Tensor): tf.Tensor2D {
  const { config } = model;
  const batch = patches.shape[0]!;
  let x = dense(p, 'patch_embed.proj', patches); // [B, N, D]
  if (p.cls_token) x = tf.concat([tf.tile(p.cls_token, [batch, 1, 1]), x], 1);
  x = tf.add(x, p.pos_embed!);
  for (let i = 0; i < config.depth; i++) x = block(model, p, `blocks.${i}`, x as tf.Tensor3D);
  if (config.finalNorm === 'norm') x = norm(p, 'norm', x, config.finalNormEps);
  let pooled = config.pooling === 'cls' ? tf.reshape(tf.slice(x, [0, 0, 0], [-1, 1, -1]), [batch, -1]) : tf.mean(x, 1);
  if (config.finalNorm === 'fc_norm') pooled = norm(p, 'fc_norm', pooled, config.finalNormEps);
  return dense(p, 'head', pooled) as tf.Tensor2D;
}

function block({ config }: BenchModel, p: Record<string, tf.Tensor>, name: string, x: tf.Tensor3D): tf.Tensor3D {
  const { numHeads: H, embedDim: D, layerNormEps: eps } = config;
  const [B, N] = x.shape;
  const heads = (part: tf.Tensor) => tf.transpose(tf.reshape(part, [B, N, H, D / H]), [0, 2, 1, 3]);
  const [q, k, v] = tf.split(dense(p, `${name}.attn.qkv`, norm(p, `${name}.norm1`, x, eps)), 3, -1).map(heads);
  const scores = tf.mul(tf.matMul(q!, k!, false, true), (D / H) ** -0.5);
  const mixed = tf.reshape(tf.transpose(tf.matMul(tf.softmax(scores), v!), [0, 2, 1, 3]), [B, N, D]);
  const attended = tf.add(x, dense(p, `${name}.attn.proj`, mixed));
  const hidden = dense(p, `${name}.mlp.fc1`, norm(p, `${name}.norm2`, attended, eps));
  const gelu = tf.mul(tf.mul(hidden, 0.5), tf.add(1, tf.erf(tf.mul(hidden, Math.SQRT1_2))));
  return tf.add(attended, dense(p, `${name}.mlp.fc2`, gelu)) as tf.Tensor3D;
}

function dense(p: Record<string, tf.Tensor>, name: string, x: tf.Tensor): tf.Tensor {
  const kernel = p[`${name}.weight`]! as tf.Tensor2D;
  const y = tf.add(tf.matMul(tf.reshape(x, [-1, kernel.shape[0]]) as tf.Tensor2D, kernel), p[`${name}.bias`]!);
  return tf.reshape(y, [...x.shape.slice(0, -1), kernel.shape[1]]);
}

function norm(p: Record<string, tf.Tensor>, name: string, x: tf.Tensor, eps: number): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, eps)));
  return tf.add(tf.mul(normal, p[`${name}.weight`]!), p[`${name}.bias`]!);
}
