/**
 * @file A training run at one moment: what PyTorch needs to go on from there. Taken without waiting, so that it is of one
 * step even if the run goes on while files are written; clones share the memory of the tensors they were made from.
 */
import type { ArmName } from '../../../config/run-config.ts';
import type { Ingredients } from '../../lab/plan.ts';
import type { HostParams, Params } from '../../tensor/params.ts';
import * as tf from '../../tensor/tf.ts';
import { disposeMoments, type OptimizerState } from '../../train/optimizer.ts';

export interface RunState {
  ingredients: Ingredients;
  seed: number;
  arm: ArmName;
  /** Target, final norm and head that the run started from, without a pathway. */
  start: HostParams;
  /** As they are now, with `aux_weight` and `cross_modal_scale` in the pathway arm. */
  params: Params;
  optimizer: OptimizerState;
}

export interface RunSnapshot extends RunState {
  /** Frees the clones. */
  dispose(): void;
}

/** @param state of a run between two steps; its tensors stay the owner's */
export function takeSnapshot(state: RunState): RunSnapshot {
  const clone = (tensor: tf.Tensor) => tf.keep(tf.clone(tensor));
  const params = Object.fromEntries(Object.entries(state.params).map(([name, tensor]) => [name, clone(tensor)]));
  const moments = new Map([...state.optimizer.moments].map(([name, { m, v }]) => [name, { m: clone(m), v: clone(v) }]));
  return {
    ...state,
    params,
    optimizer: { step: state.optimizer.step, moments },
    dispose() {
      tf.dispose(params);
      disposeMoments(moments);
    },
  };
}
