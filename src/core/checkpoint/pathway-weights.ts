/**
 * @file Un-merged exports: beside a target's `….weight` stand `….aux_weight` and `….cross_modal_scale`. Folding gives the plain
 * model, Ŵ = W + λ·W_aux (M2PT §3.2); three scales belong to the thirds Q, K, V of a fused qkv.
 */
import type { HostTensor } from '../tensor/params.ts';
import type { Assembly } from './canonical.ts';

export interface PathwayLinears {
  /** `blocks.0.attn.qkv` … */
  linears: string[];
  /** All canonical names that belong to them, beside the weights. */
  names: string[];
  /** Completes “the file …”; null where every auxiliary has its weight and scale. */
  problem: string | null;
}

const ENDING = /\.(aux_weight|cross_modal_scale)$/;

export function pathwayLinears(tensors: ReadonlyMap<string, Assembly>): PathwayLinears {
  const names = [...tensors.keys()].filter((name) => ENDING.test(name));
  const linears = [...new Set(names.map((name) => name.replace(ENDING, '')))];
  for (const linear of linears) {
    const weight = tensors.get(`${linear}.weight`)?.shape;
    const aux = tensors.get(`${linear}.aux_weight`)?.shape;
    const scale = tensors.get(`${linear}.cross_modal_scale`)?.shape;
    if (!weight || !aux || !scale)
      return {
        linears,
        names,
        problem: `has a part of a pathway at “${linear}”: weight, aux_weight and cross_modal_scale belong together`,
      };
    const values = scale.reduce((product, dim) => product * dim, 1);
    if (String(aux) !== String(weight) || !(values === 1 || (values === 3 && weight[0]! % 3 === 0)))
      return {
        linears,
        names,
        problem: `has an auxiliary at “${linear}” of shape ${aux.join('×')} with ${values} scales for a weight of ${weight.join('×')}`,
      };
  }
  return { linears, names, problem: null };
}

/** @returns W + λ·W_aux in new memory; f32 as training computes it */
export function foldPathway(weight: HostTensor, aux: HostTensor, scale: HostTensor): HostTensor {
  const perScale = weight.data.length / scale.data.length;
  const data = weight.data.map((value, index) => value + Math.fround(scale.data[Math.floor(index / perScale)]! * aux.data[index]!));
  return { shape: weight.shape, data };
}
