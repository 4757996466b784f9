/**
 * @file Ours: the engine's own code at each speed it has. Speed 0 is the reference set of kernels, speed 1 the fused set of the backend,
 * speed 3 the step over arenas, or the forward pass, that is recorded once and replayed.
 * A row is `speed1`, `speed1-m2pt` (with a pathway at every linear) or `speed1-merged` (the pathway folded in).
 */

import { createRecordedForward } from '../../src/core/inference/recorded-forward.ts';
import { setKernels } from '../../src/core/kernels/current-kernels.ts';
import type { KernelSet } from '../../src/core/kernels/kernel-set.ts';
import { loadKernels } from '../../src/core/kernels/load-kernels.ts';
import { referenceKernels } from '../../src/core/kernels/reference/reference-kernels.ts';
import { plainLinear } from '../../src/core/m2pt/cross-modal-linear.ts';
import { encoderForward } from '../../src/core/m2pt/encoder.ts';
import { mergePathway } from '../../src/core/m2pt/merge.ts';
import { linkedLinears, scaleName } from '../../src/core/m2pt/names.ts';
import { blockForward } from '../../src/core/nn/block.ts';
import { disposeParams, type Params, paramsFromHost } from '../../src/core/tensor/params.ts';
import * as tf from '../../src/core/tensor/tf.ts';
import { inputTensor } from '../../src/core/tokenizers/tokenizer.ts';
import { createArenaStep } from '../../src/core/train/arena-step.ts';
import { parameterGroups } from '../../src/core/train/parameter-groups.ts';
import { createPlainStep } from '../../src/core/train/plain-step.ts';
import { type BenchModel, batchOf, LEARNING_RATE, lengthOf, modelOf, pathwayStartOf, startOf } from '../models.ts';
import { ceilings } from './ceilings.ts';
import type { Backend, Engine, Job, Opened, Started } from './engine.ts';
import { openKernel } from './kernel-work.ts';
import { timed, watchWebgpu } from './stopwatch.ts';

/** Groups of the optimizer: everything trained alike, as the other libraries do. */
const SETTINGS = {
  mode: 'tune',
  lambdaLearnable: true,
  auxiliaryTrainable: true,
  layerDecay: 1,
  weightDecay: 0,
  lambdaLearningRateFactor: 1,
} as const;

const kernelSets = new Map<string, KernelSet>();
const opened = new Map<string, Opened>();

export const engine: Engine = {
  async start(backend, job) {
    watchWebgpu();
    const started = backend === 'wasm' ? await startWasm() : await (await import('../../src/core/tensor/backend-webgpu.ts')).startWebgpu();
    await tf.ready();
    return { adapter: started.adapter, software: started.software, rows: await speeds(backend, started.software, job) };
  },
  async open(row, job) {
    const [speed, variant] = row.split('-') as [string, 'm2pt' | 'merged' | undefined];
    const set = kernelSets.get(speed);
    if (!set) throw new Error(`${speed} does not exist here`);
    setKernels(set);
    const work = openWork(job, speed, variant, set);
    opened.set(row, {
      run() {
        setKernels(set);
        return work.run();
      },
      close: work.close,
    });
  },
  async run(row) {
    return opened.get(row)!.run();
  },
  async close(row) {
    opened.get(row)?.close();
    opened.delete(row);
  },
  ceilings,
};

function openWork(job: Job, speed: string, variant: string | undefined, set: KernelSet): Opened {
  if (job.kind === 'kernel') return openKernel(job, set);
  const model = modelOf(job.model);
  if (model.blockOnly) return openBlock(model, job);
  return job.kind === 'step' ? openStep(model, job, speed, variant) : openForward(model, job, speed, variant);
}

async function startWasm() {
  return (await import('../../src/core/tensor/backend-wasm.ts')).startWasm();
}

async function speeds(backend: Backend, software: boolean, job: Job): Promise<Started['rows']> {
  kernelSets.set('speed0', referenceKernels);
  const rows: Started['rows'] = [{ name: 'speed0' }];
  try {
    const fused = await fusedKernels(backend, software);
    if (fused === referenceKernels) throw new Error(`there is no set of fused kernels for ${backend}`);
    kernelSets.set('speed1', fused);
    rows.push({ name: 'speed1' });
  } catch (error) {
    rows.push({ name: 'speed1', absent: error instanceof Error ? error.message : String(error) });
  }
  rows.push({ name: 'speed2', absent: 'a step over arenas is always recorded: see speed3' });
  const reason = notRecorded(backend, job);
  if (reason) rows.push({ name: 'speed3', absent: reason });
  else {
    kernelSets.set('speed3', kernelSets.get('speed1')!);
    rows.push({ name: 'speed3' });
  }
  return rows;
}

/** Why a job has no recorded form, or ''. */
function notRecorded(backend: Backend, { model, kind }: Job): string {
  if (backend === 'wasm' || !kernelSets.has('speed1')) return 'steps are recorded on WebGPU only';
  if (kind === 'forward') return '';
  return kind === 'kernel' || modelOf(model).blockOnly ? 'only whole steps and whole forward passes are recorded' : '';
}

async function fusedKernels(backend: Backend, software: boolean): Promise<KernelSet> {
  if (backend === 'wasm') return loadKernels(backend);
  return (await import('../../src/core/kernels/webgpu/webgpu-kernels.ts')).webgpuKernels(software ? 'software' : 'gpu');
}

function openStep(model: BenchModel, { batch }: Job, speed: string, variant: string | undefined): Opened {
  const { config, classes } = model;
  const params = paramsFromHost(variant === 'm2pt' ? pathwayStartOf(model) : startOf(model));
  const create = speed === 'speed3' ? createArenaStep : createPlainStep;
  const step = create({
    params,
    groups: parameterGroups(params, config.depth, SETTINGS),
    clipNorm: 0,
    forward: (p, input) => encoderForward(p, config, input, plainLinear),
    scales: linkedLinears(params).map(scaleName),
    moved: {},
    movesStatistics: false,
  });
  const { values, targets } = batchOf(model, { batch });
  const shape = [batch, config.tokenizer.inChannels, ...config.tokenizer.inputSize];
  const work = () => {
    step.run({ data: values.slice(), shape }, { data: targets.slice(), shape: [batch, classes] }, LEARNING_RATE);
    return { values: step.read().then(([loss]) => [loss!]) };
  };
  return {
    run: () => timed(work),
    close() {
      step.dispose();
      disposeParams(params);
    },
  };
}

function openForward(model: BenchModel, { batch }: Job, speed: string, variant: string | undefined): Opened {
  const { config } = model;
  const params = variant === 'merged' ? mergedParams(model) : paramsFromHost(startOf(model));
  const { values } = batchOf(model, { batch });
  const recorded = speed === 'speed3' ? createRecordedForward(params, config, plainLinear) : null;
  const shape = [batch, config.tokenizer.inChannels, ...config.tokenizer.inputSize];
  const forward = () => {
    if (recorded) return { values: recorded.logits({ data: values.slice(), shape }) };
    const logits = tf.tidy(() => encoderForward(params, config, inputTensor(config, values.slice(), batch), plainLinear));
    return { values: logits.data().finally(() => tf.dispose(logits)) };
  };
  return {
    run: () => timed(forward),
    close() {
      recorded?.dispose();
      disposeParams(params);
    },
  };
}

function mergedParams(model: BenchModel): Params {
  const pathway = paramsFromHost(pathwayStartOf(model));
  const merged = mergePathway(pathway);
  for (const tensor of Object.values(merged)) tf.keep(tensor);
  disposeParams(pathway);
  return merged;
}

/** Forward and backward of one block: loss mean(y²), and the norm of all gradients, that of the input included. */
function openBlock(model: BenchModel, { batch }: Job): Opened {
  const { config } = model;
  const params = paramsFromHost(startOf(model));
  const names = Object.keys(params);
  const { values } = batchOf(model, { batch });
  const step = () => {
    const result = tf.tidy(() => {
      const rows = tf.tensor2d(values.slice(), [batch * lengthOf(model), config.embedDim]);
      const lossOf = (...[x, ...weights]: tf.Tensor[]) => {
        const given = Object.fromEntries(names.map((name, i) => [name, weights[i]!]));
        return tf.mean(tf.square(blockForward(given, 'blocks.0', config, x!, batch, plainLinear))) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(lossOf)([rows, ...names.map((name) => params[name]!)]);
      const squares = grads.map((gradient) => tf.sum(tf.square(gradient)));
      return tf.stack([value, tf.sqrt(tf.sum(tf.stack(squares)))]);
    });
    return { values: result.data().finally(() => tf.dispose(result)) };
  };
  return { run: () => timed(step), close: () => disposeParams(params) };
}
