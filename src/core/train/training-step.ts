/**
 * @file One step of a training run, however it is computed: by operations one after another (`plain-step.ts`), or recorded once and
 * replayed over arenas on a GPU (`arena-step.ts`).
 */
import type { HostTensor, Params } from '../tensor/params.ts';
import type { OptimizerState } from './optimizer.ts';
import type { ParameterGroup } from './parameter-groups.ts';
import type { Forward } from './train-step.ts';

export interface TrainingStep {
  /**
   * Trains on one batch. Returns before a GPU has done it.
   * @param input as `inputValues` makes it, [B, …]
   * @param targets [B, classes], rows sum to 1
   * @param learningRate scheduled rate of this step, before each group's factor
   */
  run(input: HostTensor, targets: HostTensor, learningRate: number): void;
  /** Steps whose figures have not been read. */
  readonly waiting: number;
  /** Figures of those steps, row-major [steps × (2 + λ)]: loss, gradient norm before clipping, every λ after the step. */
  read(): Promise<Float32Array>;
  /** The moments as they are now; valid until the next step. */
  state(): OptimizerState;
  /** The moments, given away; the step is done. */
  release(): OptimizerState;
  /** Frees what the step holds. Parameters stay, as ordinary tensors of their record. */
  dispose(): void;
}

export interface StepOptions {
  /** All parameters, with the pathway where there is one; trained ones change in place or are replaced in the record. */
  params: Params;
  groups: readonly ParameterGroup[];
  /** Largest global gradient norm; 0 switches clipping off. */
  clipNorm: number;
  forward: Forward;
  /** Names of the λ whose values are reported, in order. */
  scales: readonly string[];
  /** Running statistics that the forward pass has moved and that replace those in `params` after the step. */
  moved: Params;
  /** True where the forward pass moves running statistics: such a step cannot be replayed. */
  movesStatistics: boolean;
}
