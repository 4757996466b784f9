/**
 * @file config.json as timm and the Hugging Face Hub read it, with what this app knows beside it under `m2pt`.
 */
import type { ExportFacts } from './export-facts.ts';
import { timmModel } from './timm-layout.ts';

/** `merged`: a plain model. `un-merged`: with `aux_weight` and `cross_modal_scale` beside the target's names. */
export type ExportForm = 'merged' | 'un-merged';

/**
 * @param beside keys for other readers
 * @throws PlaygroundError `export-unsupported` where timm has no such network
 */
export function timmConfig(facts: ExportFacts, form: ExportForm, beside: Record<string, unknown> = {}): string {
  const { encoder, classNames, license } = facts;
  const { architecture, args, inputSize } = timmModel(encoder);
  const heads = architecture.startsWith('deit') ? ['head', 'head_dist'] : 'head';
  const config = {
    architecture,
    num_classes: classNames.length,
    num_features: encoder.embedDim,
    global_pool: args.global_pool,
    model_args: args,
    pretrained_cfg: {
      input_size: inputSize,
      fixed_input_size: true,
      interpolation: 'bicubic',
      crop_pct: 1,
      crop_mode: 'center',
      mean: encoder.normalization.mean,
      std: encoder.normalization.std,
      num_classes: classNames.length,
      label_names: classNames,
      first_conv: 'patch_embed.proj',
      classifier: heads,
      license: license.id ?? 'not stated',
      paper_name: 'Multimodal Pathway: Improve Transformers with Irrelevant Data from Other Modalities',
      paper_ids: 'arXiv:2401.14405',
    },
    ...beside,
    m2pt: { version: 1, form, name: facts.runName, ...ownFacts(facts) },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** What timm has no place for. */
export function ownFacts({ encoder, seed, run, dataset, target, auxiliary, lambda, measured }: ExportFacts) {
  return {
    modality: encoder.modality,
    layer_norm_eps: encoder.layerNormEps,
    final_norm_eps: encoder.finalNormEps,
    target,
    auxiliary,
    dataset,
    seed,
    settings: run,
    lambda,
    measured: { test_samples: measured.samples, merged_accuracy: measured.merged, baseline_accuracy: measured.baseline },
  };
}
