/**
 * @file jax-js: forward, gradient and Adam in one jit (its package of optimizers is not on npm). It gets pictures already cut into
 * patches. On wasm its kernels run in workers after the loss is there, so a step ends when every parameter is ready; on WebGPU the loss is
 * copied behind everything that the step submitted.
 */
import { blockUntilReady, defaultDevice, init, type JaxArray, jit, nn, numpy as np, type Tree, tree, valueAndGrad } from '@jax-js/jax';
import { ADAM } from '../../src/core/kernels/adam-constants.ts';
import { type BenchModel, batchOf, LEARNING_RATE, lengthOf, modelOf, startOf } from '../models.ts';
import type { Backend, Engine, Job } from './engine.ts';
import { timed, watchWebgpu } from './stopwatch.ts';

type Work = () => { values: Promise<ArrayLike<number>>; settled?: Promise<unknown> };

let running: Backend = 'wasm';
const opened = new Map<string, { work: Work; close: () => void }>();

export const engine: Engine = {
  async start(backend) {
    watchWebgpu();
    const devices = await init(backend);
    if (!devices.includes(backend)) throw new Error(`jax-js offers ${devices.join(', ') || 'nothing'} here, not ${backend}`);
    defaultDevice(backend);
    running = backend;
    return { adapter: '', software: false, rows: [{ name: 'jaxjs' }] };
  },
  async open(row, job) {
    const model = modelOf(job.model);
    const params = Object.fromEntries(Object.entries(startOf(model)).map(([name, { shape, data }]) => [name, stored(name, shape, data)]));
    opened.set(
      row,
      model.blockOnly
        ? blockWork(model, job, params)
        : job.kind === 'step'
          ? stepWork(model, job, params)
          : forwardWork(model, job, params),
    );
  },
  run: (row) => timed(opened.get(row)!.work),
  async close(row) {
    opened.get(row)?.close();
    opened.delete(row);
  },
};

/** Kernels of linears as [in, out], as JAX has them: 1.7 times faster forward on wasm than [out, in] with a transpose (measured), no slower in a step. */
function stored(name: string, shape: readonly number[], data: Float32Array): JaxArray {
  if (!/(qkv|proj|fc1|fc2|head)\.weight$/.test(name)) return np.array(data, { shape: [...shape] });
  const out = shape[0]!;
  const width = data.length / out;
  return np.array(
    Float32Array.from(data, (_, at) => data[(at % out) * width + Math.floor(at / out)]!),
    { shape: [width, out] },
  );
}

function input(model: BenchModel, { batch }: Job, patches: Float32Array): JaxArray {
  return np.array(patches.slice(), {
    shape: [
      batch,
      lengthOf(model) - model.config.prefixTokens.length,
      patches.length / batch / (lengthOf(model) - model.config.prefixTokens.length),
    ],
  });
}

function stepWork(model: BenchModel, job: Job, start: Tree) {
  const { patches, targets } = batchOf(model, job);
  const lossOf = (p: Tree, x: JaxArray, y: JaxArray) => {
    const picked = np.sum(nn.logSoftmax(forward(model, p, x, job.batch), -1).mul(y));
    return picked.mul(-1 / job.batch);
  };
  /** `corrections`: [η/(1−β₁ᵗ), 1/√(1−β₂ᵗ)], arguments because numbers of JavaScript become constants of the trace. */
  const update = jit((p: Tree, m: Tree, v: Tree, x: JaxArray, y: JaxArray, rate: JaxArray, root: JaxArray) => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(p), x, y);
    const next = { p: {} as Tree, m: {} as Tree, v: {} as Tree };
    for (const name of Object.keys(p)) {
      const g = gradients[name]!;
      const newM = m[name]!.mul(ADAM.beta1).add(g.ref.mul(1 - ADAM.beta1));
      const newV = v[name]!.mul(ADAM.beta2).add(np.square(g).mul(1 - ADAM.beta2));
      next.m[name] = newM.ref;
      next.v[name] = newV.ref;
      const denominator = np.sqrt(newV).mul(root.ref).add(ADAM.epsilon);
      next.p[name] = p[name]!.sub(newM.mul(rate.ref).div(denominator));
    }
    rate.dispose();
    root.dispose();
    return [loss, next.p, next.m, next.v] as [JaxArray, Tree, Tree, Tree];
  });
  const zeros = () => Object.fromEntries(Object.entries(start).map(([name, { shape }]) => [name, np.zeros(shape)]));
  let state: [Tree, Tree, Tree] = [start, zeros(), zeros()];
  let step = 0;
  const work = () => {
    step += 1;
    const scalar = (value: number) => np.array(Float32Array.of(value), { shape: [1] });
    const rate = scalar(LEARNING_RATE / (1 - ADAM.beta1 ** step));
    const root = scalar(1 / Math.sqrt(1 - ADAM.beta2 ** step));
    const y = np.array(targets.slice(), { shape: [job.batch, model.classes] });
    const [loss, ...next] = update(...state, input(model, job, patches), y, rate, root);
    state = next;
    const values = loss.data();
    return running === 'wasm' ? { values, settled: blockUntilReady(state) } : { values };
  };
  return { work, close: () => disposeAll(update, ...state) };
}

function forwardWork(model: BenchModel, job: Job, params: Tree) {
  const { patches } = batchOf(model, job);
  const run = jit((p: Tree, x: JaxArray) => forward(model, p, x, job.batch));
  return { work: () => ({ values: run(tree.ref(params), input(model, job, patches)).data() }), close: () => disposeAll(run, params) };
}

function blockWork(model: BenchModel, job: Job, params: Tree) {
  const { values: rows } = batchOf(model, job);
  const lossOf = (p: Tree, x: JaxArray) => np.mean(np.square(block(model, p, 'blocks.0', x, job.batch)));
  const run = jit((p: Tree, x: JaxArray) => {
    const both = valueAndGrad<[Tree, JaxArray], JaxArray, [Tree, JaxArray]>(lossOf, { argnums: [0, 1] });
    const [loss, [weights, rowGradient]] = both(p, x);
    const squares = [...Object.values(weights), rowGradient].map((gradient) => np.sum(np.square(gradient)));
    return np.stack([loss, np.sqrt(squares.reduce((sum, square) => sum.add(square)))]);
  });
  const x = () => np.array(rows.slice(), { shape: [job.batch, lengthOf(model), model.config.embedDim] });
  return { work: () => ({ values: run(tree.ref(params), x()).data() }), close: () => disposeAll(run, params) };
}

function disposeAll(traced: { dispose(): void }, ...trees: Tree[]): void {
  traced.dispose();
  for (const each of trees) tree.dispose(each);
}

/** [B, N, C·P·P] → logits [B, classes]. Uses every parameter once. */
function forward(model: BenchModel, p: Tree, patches: JaxArray, batch: number): JaxArray {
  const { config } = model;
  let x = dense(p, 'patch_embed.proj', patches);
  if (p.cls_token) x = np.concatenate([np.broadcastTo(p.cls_token, [batch, 1, config.embedDim]), x], 1);
  x = x.add(p.pos_embed!);
  for (let i = 0; i < config.depth; i++) x = block(model, p, `blocks.${i}`, x, batch);
  if (config.finalNorm === 'norm') x = norm(p, 'norm', x, config.finalNormEps);
  let pooled = config.pooling === 'cls' ? np.take(x, 0, 1) : np.mean(x, 1);
  if (config.finalNorm === 'fc_norm') pooled = norm(p, 'fc_norm', pooled, config.finalNormEps);
  return dense(p, 'head', pooled);
}

function block(model: BenchModel, p: Tree, name: string, x: JaxArray, batch: number): JaxArray {
  const { numHeads: H, embedDim: D, layerNormEps: eps } = model.config;
  const N = lengthOf(model);
  const heads = (part: JaxArray) => np.transpose(part.reshape([batch, N, H, D / H]), [0, 2, 1, 3]);
  const [q, k, v] = np.split(dense(p, `${name}.attn.qkv`, norm(p, `${name}.norm1`, x.ref, eps)), 3, -1).map(heads);
  const scores = np.matmul(q!, np.transpose(k!, [0, 1, 3, 2])).mul((D / H) ** -0.5);
  const mixed = np.transpose(np.matmul(nn.softmax(scores, -1), v!), [0, 2, 1, 3]).reshape([batch, N, D]);
  const attended = x.add(dense(p, `${name}.attn.proj`, mixed));
  const hidden = nn.gelu(dense(p, `${name}.mlp.fc1`, norm(p, `${name}.norm2`, attended.ref, eps)), { approximate: false });
  return attended.add(dense(p, `${name}.mlp.fc2`, hidden));
}

function dense(p: Tree, name: string, x: JaxArray): JaxArray {
  return np.matmul(x, p[`${name}.weight`]!).add(p[`${name}.bias`]!);
}

function norm(p: Tree, name: string, x: JaxArray, eps: number): JaxArray {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  return centred
    .mul(np.reciprocal(np.sqrt(variance.add(eps))))
    .mul(p[`${name}.weight`]!)
    .add(p[`${name}.bias`]!);
}
