/** @file The operations over whole arenas of one run: merge, ∂λ, gradient norm, AdamW and the figures, see `arena-programs.ts`. */
import { type Arena, createArena, writeView } from '../../tensor/arena.ts';
import type * as tf from '../../tensor/tf.ts';
import { runProgram } from '../../tensor/webgpu-run.ts';
import type { AdamState } from '../kernel-set.ts';
import { BLOCK, layerTable, type MergedPlace, scaleTables, type TrainedPlace, trainedTable } from './arena-plan.ts';
import { ADAMW, FIGURES, MERGE, NORM, NORM_PARTS, SCALE_CHUNKS, SCALE_SUMS, STATE, THREADS } from './arena-programs.ts';
import { uniforms } from './wgsl.ts';

/** Most workgroups of the first pass of the norm. */
const NORM_GROUPS = 256;

export interface ArenaPlan {
  values: Arena;
  gradients: Arena;
  merged: Arena;
  layers: readonly MergedPlace[];
  /** In the order of the values arena, which they open. */
  trained: readonly TrainedPlace[];
  /** Names of the λ, in order. */
  scales: readonly string[];
}

export interface ArenaKernels {
  /** λ in all. */
  readonly scaleCount: number;
  /** [loss, gradient norm, λ…] of the last step, [2 + λ]. */
  readonly row: tf.Tensor;
  /** Tells what changes at each step: η, 1/(1−β₁ᵗ), 1/√(1−β₂ᵗ), largest norm. Before the step's commands. */
  begin(numbers: Float32Array): void;
  /** Fills the merged arena. */
  merge(): void;
  /** From the gradient arena to new values; then `row`. @param loss scalar of this step */
  update(loss: tf.Tensor): void;
  /** Views of the moments by name. */
  moments(): Map<string, AdamState>;
  dispose(): void;
}

export function createArenaKernels({ values, gradients, merged, layers, trained, scales }: ArenaPlan): ArenaKernels {
  const scaleCount = layers.reduce((sum, { count }) => sum + count, 0);
  const table = trainedTable(values, gradients, trained);
  const size = table.blocks * BLOCK; // vec4 of the trained part
  const normGroups = Math.min(NORM_GROUPS, Math.max(1, Math.ceil(size / THREADS)));
  const learnedScales = layers.filter(({ scale }) => trained.some(({ name }) => name === scale));
  const { chunks, sums } = scaleTables(values, gradients, learnedScales);
  const chunkCount = chunks.length / 3;

  // Moments lie as the trained part of the values does: all m, then all v.
  const momentShapes = (part: string) => trained.map(({ name }) => [`${part}.${name}`, values.views[name]!.shape] as const);
  const moments = createArena(Object.fromEntries([...momentShapes('m'), ...momentShapes('v')]));
  const own = createArena({ numbers: [4], row: [2 + scaleCount], partial: [Math.max(NORM_GROUPS, chunkCount)] });
  const state = createArena({ numbers: [STATE.scales + scaleCount] });
  const words = (data: Uint32Array) => {
    const arena = createArena({ words: [Math.max(1, data.length)] });
    writeView(arena.all, new Float32Array(data.buffer, data.byteOffset, data.length));
    return arena;
  };
  const tables = {
    trained: words(table.words),
    layers: words(layerTable(values, merged, layers)),
    chunks: words(chunks),
    sums: words(sums),
    places: words(
      Uint32Array.from(scales.flatMap((name) => Array.from({ length: values.views[name]!.size }, (_, i) => values.offsets[name]! + i))),
    ),
  };
  const row = own.views.row!;
  const partial = own.views.partial!;

  return {
    scaleCount,
    row,
    begin: (numbers) => writeView(state.views.numbers!, numbers),
    merge() {
      if (layers.length === 0) return;
      const count = merged.length / 4;
      runProgram({
        program: MERGE,
        inputs: [values.all, tables.layers.all],
        outputs: [merged.all, state.all],
        uniforms: uniforms(layers.length, count),
        workgroups: Math.ceil(count / THREADS),
      });
    },
    update(loss) {
      if (chunkCount > 0) {
        const inputs = [gradients.all, values.all, tables.chunks.all];
        runProgram({ program: SCALE_CHUNKS, inputs, outputs: [partial], uniforms: uniforms(chunkCount), workgroups: chunkCount });
        runProgram({
          program: SCALE_SUMS,
          inputs: [partial, tables.sums.all],
          outputs: [gradients.all],
          uniforms: uniforms(sums.length / 3),
          workgroups: Math.ceil(sums.length / 3 / THREADS),
        });
      }
      const inputs = [gradients.all, tables.trained.all, state.all];
      runProgram({
        program: NORM_PARTS,
        inputs,
        outputs: [partial],
        uniforms: uniforms(trained.length, size, normGroups),
        workgroups: normGroups,
      });
      runProgram({ program: NORM, inputs: [partial], outputs: [state.all], uniforms: uniforms(normGroups), workgroups: 1 });
      runProgram({
        program: ADAMW,
        inputs,
        outputs: [values.all, moments.all],
        uniforms: uniforms(trained.length, size),
        workgroups: Math.ceil(size / THREADS),
      });
      runProgram({
        program: FIGURES,
        inputs: [loss, state.all, values.all, tables.places.all],
        outputs: [row],
        uniforms: uniforms(scaleCount),
        workgroups: Math.max(1, Math.ceil(scaleCount / THREADS)),
      });
    },
    moments: () => new Map(trained.map(({ name }) => [name, { m: moments.views[`m.${name}`]!, v: moments.views[`v.${name}`]! }])),
    dispose() {
      for (const arena of [moments, own, state, ...Object.values(tables)]) arena.dispose();
    },
  };
}
