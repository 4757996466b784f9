/**
 * @file Attaches an auxiliary to a target: beside every chosen linear come `aux_weight` and `cross_modal_scale`
 * (M2PT §3.2: "the counterpart is the same layer at the same depth").
 */
import type { LinearName } from '../../config/run-config.ts';
import { PlaygroundError } from '../errors.ts';
import type { HostParams, HostTensor } from '../tensor/params.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { misfit } from './misfit.ts';
import { auxName, linearName, scaleName, weightName } from './names.ts';

export interface PathwaySettings {
  layers: readonly LinearName[];
  lambdaInit: number;
  splitQkv: boolean;
  depthOrder: 'normal' | 'reversed';
}

/**
 * @param target parameters of the target with its head
 * @param auxiliary parameters of the auxiliary; only the blocks' linear weights are read
 * @returns a new record; arrays of the target are shared, auxiliary weights are copied
 * @throws PlaygroundError `auxiliary-misfit` when shapes differ
 */
export function attachPathway(
  target: HostParams,
  targetConfig: EncoderConfig,
  auxiliary: HostParams,
  auxiliaryConfig: EncoderConfig,
  { layers, lambdaInit, splitQkv, depthOrder }: PathwaySettings,
): HostParams {
  const reason = misfit(targetConfig, auxiliaryConfig);
  if (reason) {
    throw new PlaygroundError({
      code: 'auxiliary-misfit',
      message: reason,
      hint: 'Choose an auxiliary of the same width and depth, or another target.',
    });
  }
  const params: HostParams = { ...target };
  for (let block = 0; block < targetConfig.depth; block++) {
    const from = depthOrder === 'normal' ? block : targetConfig.depth - 1 - block;
    for (const layer of layers) {
      const name = linearName(block, layer);
      const aux = auxiliary[weightName(linearName(from, layer))];
      const own = target[weightName(name)];
      if (!aux || !own || aux.data.length !== own.data.length) throw missing(auxiliaryConfig.name, weightName(linearName(from, layer)));
      params[auxName(name)] = { shape: aux.shape, data: aux.data.slice() };
      const scales = layer === 'qkv' && splitQkv ? 3 : 1;
      params[scaleName(name)] = { shape: [scales], data: new Float32Array(scales).fill(lambdaInit) };
    }
  }
  return params;
}

/** ‖W_aux‖/‖W‖ for every λ, in the order of `lambdaNames`: |λ| times this is the pathway's size relative to W. */
export function auxiliaryRatios(params: HostParams): number[] {
  return Object.keys(params)
    .filter((name) => name.endsWith('.cross_modal_scale'))
    .flatMap((name) => {
      const linear = name.slice(0, -'.cross_modal_scale'.length);
      const parts = params[name]!.data.length;
      return Array.from(
        { length: parts },
        (_, part) => rms(params[auxName(linear)]!, part, parts) / (rms(params[weightName(linear)]!, part, parts) || 1),
      );
    });
}

function rms({ data }: HostTensor, part: number, parts: number): number {
  const size = data.length / parts;
  let sum = 0;
  for (let i = part * size; i < (part + 1) * size; i++) sum += (data[i] as number) ** 2;
  return Math.sqrt(sum / size);
}

function missing(model: string, name: string): PlaygroundError {
  return new PlaygroundError({
    code: 'auxiliary-incomplete',
    message: `${model} has no usable “${name}”.`,
    hint: 'The file may be of another family or cut; choose another auxiliary.',
    where: name,
  });
}
