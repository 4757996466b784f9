/**
 * @file Whose names a checkpoint has. The names decide between Hugging Face, Point-MAE and timm's layout; inside a layout,
 * where names are equal, the configuration and the shape of the first layer decide.
 */
import type { Family } from '../m2pt/encoder-config.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

const WRAPPERS = ['module.', 'model.', 'base_model.', 'state_dict.', '_orig_mod.', 'timm_model.', 'backbone.'];

/** The prefix that every name has and that wraps the model: `module.` of DataParallel, `timm_model.` of transformers' timm wrapper, and their like; '' without one. */
export function wrapperPrefix(names: Iterable<string>): string {
  const all = [...names];
  let prefix = '';
  for (;;) {
    const next = WRAPPERS.find((wrapper) => all.length > 0 && all.every((name) => name.startsWith(prefix + wrapper)));
    if (next === undefined) return prefix;
    prefix += next;
  }
}

const HF_PREFIXES: readonly (readonly [string, Family])[] = [
  ['deit.', 'hf-deit'],
  ['audio_spectrogram_transformer.', 'hf-ast'],
  ['videomae.', 'hf-videomae'],
];

/**
 * @param shapes of all tensors, by name without wrapper prefix
 * @param stated what the configuration says, if anything
 * @returns null when no table of names matches
 */
export function detectFamily(shapes: Shapes, stated: Family | null): Family | null {
  const names = [...shapes.keys()];
  const ending = (path: string) => names.find((name) => name === path || name.endsWith(`.${path}`));

  const projection = ending('embeddings.patch_embeddings.projection.weight');
  if (projection) {
    const possible = huggingFaceFamilies(shapes, projection);
    return stated !== null && possible.includes(stated) ? stated : possible[0]!;
  }

  const pointnet = ending('first_conv.0.weight');
  if (pointnet) return pointnet.startsWith('patch_embed.') ? 'm2pt' : 'point-mae';

  const patches = ending('patch_embed.proj.weight');
  if (!patches || !ending('blocks.0.norm1.weight')) return null;
  const kernel = shapes.get(patches)!;
  const filed = stated?.startsWith('hf-') || stated === 'point-mae' ? null : stated; // those have other names
  if (ending('blocks.0.attn.q_bias') || (patches.startsWith('encoder.') && kernel.length === 5)) return 'videomae';
  if (filed === 'timm') return 'timm';
  // Our own models have no class token; with one, our configuration stands beside somebody's weights.
  if (filed === 'm2pt' && !ending('cls_token')) return 'm2pt';
  if (kernel.length === 5) return filed ?? 'videomae';
  if (kernel[1] === 1) return 'audiomae';
  if (names.some((name) => /^(decoder_|mask_token$)/.test(name))) return 'mae';
  return filed ?? 'timm';
}

/** Whose names they can be, the likeliest first: base models have no prefix, and a ViTMAE's encoder has a ViT's names. */
function huggingFaceFamilies(shapes: Shapes, projection: string): readonly Family[] {
  const byPrefix = HF_PREFIXES.find(([prefix]) => projection.startsWith(prefix));
  if (byPrefix) return [byPrefix[1]];
  const names = [...shapes.keys()];
  const kernel = shapes.get(projection)!;
  if (kernel.length === 5) return ['hf-videomae'];
  if (names.some((name) => name.endsWith('embeddings.distillation_token')))
    return kernel[1] === 1 ? ['hf-ast', 'hf-deit'] : ['hf-deit', 'hf-ast'];
  return names.some((name) => name.startsWith('decoder.')) ? ['hf-vit-mae', 'hf-vit'] : ['hf-vit', 'hf-vit-mae'];
}
