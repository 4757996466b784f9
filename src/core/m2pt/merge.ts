/**
 * @file Merge: folds every W + λ·W_aux into one matrix (M2PT §3.2, "Ŵ = W + λW′"). The result has exactly the names and shapes of a
 * plain target, so inference costs what the baseline costs. Training folds at every step and differentiates by Ŵ:
 * `pathwayGradients` brings those gradients back to W, W_aux and λ.
 */
import { auxGradient, crossModalMerge, scaleGradients } from '../kernels/cross-modal-merge.ts';
import type { CrossModalLinear } from '../kernels/kernel-set.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { auxName, isAux, isScale, linkedLinears, scaleName, weightName } from './names.ts';

/** @returns new tensors, owned by the caller; the given ones are untouched. */
export function mergePathway(params: Params): Params {
  const linears = linkedLinears(params);
  const weights = crossModalMerge(linears.map((linear) => layerOf(params, linear)));
  const folded = Object.fromEntries(linears.map((linear, i) => [weightName(linear), weights[i]!]));
  const merged: Params = {};
  for (const [name, tensor] of Object.entries(params)) {
    if (!isScale(name) && !isAux(name)) merged[name] = folded[name] ?? tf.clone(tensor);
  }
  return merged;
}

/** The merged parameters by which the loss must be differentiated so that each of `trained` gets its gradient, each once. */
export function differentiatedNames(trained: readonly string[]): string[] {
  return [...new Set(trained.map((name) => (isScale(name) || isAux(name) ? weightName(linearOf(name)) : name)))];
}

/**
 * @param params with the pathway
 * @param trained names in `params`
 * @param merged gradients by the merged parameters, of all `differentiatedNames`
 * @returns gradients of the trained names; tensors of `merged` and new ones, owned by the caller
 */
export function pathwayGradients(params: Params, trained: readonly string[], merged: Params): Params {
  const linears = trained.filter(isScale).map(linearOf);
  const scales = scaleGradients(
    linears.map((linear) => layerOf(params, linear)),
    linears.map((linear) => merged[weightName(linear)]!),
  );
  const byScale = Object.fromEntries(linears.map((linear, i) => [scaleName(linear), scales[i]!]));
  return Object.fromEntries(
    trained.map((name) => {
      if (isAux(name)) return [name, auxGradient(params[scaleName(linearOf(name))]!, merged[weightName(linearOf(name))]!)];
      return [name, byScale[name] ?? merged[name]!];
    }),
  );
}

function layerOf(params: Params, linear: string): CrossModalLinear {
  return { weight: params[weightName(linear)]!, aux: params[auxName(linear)]!, scale: params[scaleName(linear)]! };
}

/** `blocks.0.attn.qkv.aux_weight` → `blocks.0.attn.qkv`. */
function linearOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}
