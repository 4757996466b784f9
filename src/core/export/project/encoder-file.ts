/**
 * @file weights/target and weights/aux: model.safetensors under timm's names and a config.json in timm's layout. Where timm
 * has no such network, an auxiliary still goes along: only the matrices of its blocks are read, under the names of every ViT.
 */
import type { LoadedEncoder } from '../../checkpoint/load-encoder.ts';
import { PlaygroundError } from '../../errors.ts';
import type { HostParams } from '../../tensor/params.ts';
import { patchTokenizer } from '../../tokenizers/image.ts';
import { type FileInParts, wholeFile } from '../file-in-parts.ts';
import type { TensorSource } from '../tensor-source.ts';
import { timmModel, timmTensors } from '../timm-layout.ts';
import { weightsFile } from '../weights-file.ts';

/** @throws PlaygroundError `export-unsupported` where timm's classes cannot express the target */
export async function targetFiles({ config, license, data }: LoadedEncoder, start: HostParams, classes: number): Promise<FileInParts[]> {
  const { architecture, args } = timmModel(config);
  if (config.pooling === 'cls-dist' && config.head === 'linear') throw unequalHeads(config.name);
  const { inChannels, inputSize } = patchTokenizer(config);
  const file = {
    architecture,
    num_classes: classes,
    num_features: config.embedDim,
    global_pool: args.global_pool,
    model_args: args,
    pretrained_cfg: {
      input_size: [inChannels, ...inputSize],
      fixed_input_size: true,
      mean: config.normalization.mean,
      std: config.normalization.std,
      num_classes: classes,
      first_conv: 'patch_embed.proj',
      classifier: 'head',
      license: license || 'none',
    },
    m2pt: { name: config.name, data, layer_norm_eps: config.layerNormEps, final_norm_eps: config.finalNormEps },
  };
  return folder('weights/target', file, timmTensors(config, hostSources(start)));
}

export async function auxiliaryFiles({ config, license, data, params }: LoadedEncoder): Promise<FileInParts[]> {
  const file = {
    architecture: null,
    num_features: config.embedDim,
    model_args: { embed_dim: config.embedDim, depth: config.depth, num_heads: config.numHeads, mlp_ratio: config.mlpRatio },
    m2pt: { name: config.name, modality: config.modality, license: license || 'none', data },
  };
  const blocks = Object.fromEntries(Object.entries(params).filter(([name]) => name.startsWith('blocks.')));
  return folder('weights/aux', file, hostSources(blocks));
}

async function folder(path: string, config: unknown, tensors: readonly TensorSource[]): Promise<FileInParts[]> {
  return [
    wholeFile(`${path}/config.json`, `${JSON.stringify(config, null, 2)}\n`),
    await weightsFile(`${path}/model.safetensors`, tensors),
  ];
}

function hostSources(params: HostParams): TensorSource[] {
  return Object.entries(params).map(([name, { shape, data }]) => ({ name, shape, read: async () => data }));
}

/** timm would train two heads where this engine trains one. */
function unequalHeads(model: string): PlaygroundError {
  return new PlaygroundError({
    code: 'export-unsupported',
    message: `${model} puts one head on two tokens; timm has two heads there, and they would not stay equal in training.`,
    hint: 'Export the merged model, or choose another target.',
  });
}
