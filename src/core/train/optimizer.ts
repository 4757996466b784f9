/**
 * @file AdamW over all trained parameters with global-norm clipping (torch.nn.utils.clip_grad_norm_ semantics:
 * g ← g·min(1, max/(‖g‖ + 1e-6))). Owns its moments; replaces parameters in the record it was given.
 */
import { kernels } from '../kernels/current-kernels.ts';
import type { AdamState } from '../kernels/kernel-set.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/** What AdamW remembers: enough, with the parameters, to go on elsewhere. */
export interface OptimizerState {
  /** Updates done. */
  step: number;
  /** Running means of gradient and squared gradient of every trained parameter; shapes are the parameter's. */
  moments: ReadonlyMap<string, AdamState>;
}

export interface Optimizer {
  /**
   * One update. Disposes the replaced parameters and the gradients.
   * @param learningRate scheduled rate of this step, before each group's factor
   * @returns the gradient norm before clipping, a scalar owned by the caller
   */
  update(params: Params, gradients: Params, learningRate: number): tf.Scalar;
  /** The moments as they are now. Tensors stay owned here and are replaced by the next update: clone what is to outlive it. */
  state(): OptimizerState;
  /** The same, given away: the caller owns the tensors, and this optimizer is done. */
  release(): OptimizerState;
  dispose(): void;
}

/** @param clipNorm largest global norm; 0 switches clipping off */
export function createAdamW(params: Params, groups: readonly ParameterGroup[], clipNorm: number): Optimizer {
  const moments = new Map<string, AdamState>(
    groups.map(({ name }) => [name, { m: tf.keep(tf.zerosLike(params[name]!)), v: tf.keep(tf.zerosLike(params[name]!)) }]),
  );
  let step = 0;
  return {
    update(params, gradients, learningRate) {
      step += 1;
      const set = kernels();
      const norm = set.globalNorm(Object.values(gradients)) as tf.Scalar;
      const scale = tf.tidy(() => (clipNorm > 0 ? tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6))) : tf.scalar(1)));
      for (const { name, rateFactor, weightDecay } of groups) {
        const update = { step, learningRate: learningRate * rateFactor, weightDecay };
        const [param, state] = set.adamw(params[name]!, gradients[name]!, moments.get(name)!, scale, update);
        gradients[name]!.dispose();
        params[name] = tf.keep(param);
        moments.set(name, { m: tf.keep(state.m), v: tf.keep(state.v) });
      }
      scale.dispose();
      return norm;
    },
    state: () => ({ step, moments: new Map(moments) }),
    release() {
      const released = new Map(moments);
      moments.clear();
      return { step, moments: released };
    },
    dispose() {
      disposeMoments(moments);
      moments.clear();
    },
  };
}

/** Frees the tensors of a state that was released. */
export function disposeMoments(moments: ReadonlyMap<string, AdamState>): void {
  for (const { m, v } of moments.values()) tf.dispose([m, v]);
}
