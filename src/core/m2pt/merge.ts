/**
 * @file Merge: folds every W + λ·W_aux into one matrix (M2PT §3.2, "Ŵ = W + λW′"). The result has exactly the
 * names and shapes of a plain target, so inference costs what the baseline costs.
 */
import { crossModalMerge } from '../kernels/cross-modal-merge.ts';
import type { Params } from '../tensor/params.ts';
import * as tf from '../tensor/tf.ts';
import { auxName, isAux, isScale, linkedLinears, scaleName, weightName } from './names.ts';

/** @returns new tensors, owned by the caller; the given ones are untouched. */
export function mergePathway(params: Params): Params {
  const linked = new Set(linkedLinears(params).map(weightName));
  const merged: Params = {};
  for (const [name, tensor] of Object.entries(params)) {
    if (isScale(name) || isAux(name)) continue;
    const linear = name.slice(0, -'.weight'.length);
    merged[name] = linked.has(name) ? crossModalMerge(tensor, params[scaleName(linear)]!, params[auxName(linear)]!) : tf.clone(tensor);
  }
  return merged;
}
