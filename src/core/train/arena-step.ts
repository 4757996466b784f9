/**
 * @file A training step on a GPU at full speed: parameters, gradients and moments in arenas (one dispatch for merge, norm and AdamW
 * each), and the whole step recorded once and replayed. The model is the same forward function as everywhere; the tape differentiates it
 * while the step is recorded, and never again. The first step of a run compiles and checks all programs, the second is recorded.
 */

import { ADAM } from '../kernels/adam-constants.ts';
import { crossEntropy } from '../kernels/cross-entropy.ts';
import { createArenaKernels } from '../kernels/webgpu/arena-kernels.ts';
import type { MergedPlace, TrainedPlace } from '../kernels/webgpu/arena-plan.ts';
import { differentiatedNames } from '../m2pt/merge.ts';
import { auxName, isAux, isScale, weightName } from '../m2pt/names.ts';
import { type Arena, copyIntoView, createArena, writeView } from '../tensor/arena.ts';
import type { HostTensor, Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { type Recording, record } from '../tensor/webgpu-recorder.ts';
import type { OptimizerState } from './optimizer.ts';
import type { StepOptions, TrainingStep } from './training-step.ts';

/** Steps whose figures fit before they must be read. */
const ROWS = 256;

export function createArenaStep(options: StepOptions): TrainingStep {
  const { params, groups, clipNorm, forward, scales } = options;
  const trained = groups.map(({ name }) => name);
  const layers = layersOf(params, scales);
  const leaves = differentiatedNames(trained);
  const linked = layers.flatMap(({ weight, aux, scale }) => [weight, aux, scale]);
  const shapeOf = (name: string) => params[name]!.shape;
  const shapes = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, shapeOf(name)]));

  const values = createArena(shapes([...new Set([...trained, ...linked])]));
  const gradients = createArena(shapes([...leaves, ...trained.filter(isScale)]));
  const merged = createArena(shapes(layers.map(({ weight }) => weight)));
  const moved = Object.keys(values.views);
  for (const name of moved) {
    copyIntoView(values.views[name]!, params[name]!);
    params[name]!.dispose();
    params[name] = values.views[name]!;
  }
  const kernels = createArenaKernels({ values, gradients, merged, layers, trained: trainedPlaces(options, layers), scales });
  const effective: Params = Object.fromEntries(Object.entries(params).filter(([name]) => !isScale(name) && !isAux(name)));
  for (const { weight } of layers) effective[weight] = merged.views[weight]!;

  let batch: Arena | null = null;
  let recording: Recording | null = null;
  let figures: Arena | null = null;
  let steps = 0;
  let waiting = 0;

  /** One step on what lies in `batch`, as operations. */
  const compute = ({ views }: Arena) => {
    tf.tidy(() => {
      kernels.merge();
      const lossOf = () => crossEntropy(forward(effective, views.input!), views.targets!);
      const { value, grads } = tf.valueAndGrads(lossOf)(leaves.map((name) => effective[name]!));
      for (const [i, name] of leaves.entries()) copyIntoView(gradients.views[name]!, grads[i]!);
      kernels.update(value);
    });
  };

  const load = (input: HostTensor, targets: HostTensor): Arena => {
    if (batch && (batch.views.input!.size !== input.data.length || batch.views.targets!.size !== targets.data.length)) {
      throw new Error(`a recorded step takes batches of one shape: [${batch.views.input!.shape}], not [${input.shape}]`);
    }
    batch ??= createArena({ input: input.shape, targets: targets.shape });
    writeView(batch.views.input!, input.data);
    writeView(batch.views.targets!, targets.data);
    return batch;
  };

  const step: TrainingStep = {
    run(input, targets, learningRate) {
      const data = load(input, targets);
      steps += 1;
      kernels.begin(Float32Array.of(learningRate, 1 / (1 - ADAM.beta1 ** steps), 1 / Math.sqrt(1 - ADAM.beta2 ** steps), clipNorm));
      if (steps === 1) compute(data);
      else if (recording) recording.replay();
      else recording = record(() => compute(data)).recording;
      figures ??= createArena(Object.fromEntries(Array.from({ length: ROWS }, (_, row) => [row, [2 + kernels.scaleCount]])));
      if (waiting === ROWS) throw new Error(`the figures of ${ROWS} steps wait to be read`);
      copyIntoView(figures.views[waiting]!, kernels.row);
      waiting += 1;
    },
    get waiting() {
      return waiting;
    },
    async read() {
      const width = 2 + kernels.scaleCount;
      const stride = figures!.offsets[1]!;
      const count = waiting;
      waiting = 0;
      const rows = tf.tidy(() => tf.slice(figures!.all, 0, count * stride));
      const all = await rows.data<'float32'>();
      rows.dispose();
      return Float32Array.from({ length: count * width }, (_, i) => all[Math.floor(i / width) * stride + (i % width)]!);
    },
    state: () => ({ step: steps, moments: kernels.moments() }),
    release() {
      const moments = new Map([...kernels.moments()].map(([name, { m, v }]) => [name, { m: apart(m), v: apart(v) }]));
      return { step: steps, moments } satisfies OptimizerState;
    },
    dispose() {
      for (const name of moved) params[name] = tf.keep(apart(params[name]!));
      recording?.dispose();
      kernels.dispose();
      for (const arena of [values, gradients, merged, batch, figures]) arena?.dispose();
    },
  };
  return step;
}

/** A copy with memory of its own. */
function apart(view: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.add(view, 0));
}

function layersOf(params: Params, scales: readonly string[]): MergedPlace[] {
  let first = 0;
  return scales.map((scale) => {
    const linear = scale.slice(0, scale.lastIndexOf('.'));
    const count = params[scale]!.size;
    first += count;
    return { weight: weightName(linear), aux: auxName(linear), scale, first: first - count, count };
  });
}

function trainedPlaces({ params, groups }: StepOptions, layers: readonly MergedPlace[]): TrainedPlace[] {
  const byAux = new Map(layers.map((layer) => [layer.aux, layer]));
  return groups.map(({ name, rateFactor, weightDecay }) => {
    const layer = byAux.get(name);
    const scale = layer ? { first: layer.first, groupSize: params[name]!.size / layer.count } : null;
    return { name, gradient: layer ? layer.weight : name, scale, rateFactor, weightDecay };
  });
}
