/**
 * @file Tells published models that are near relatives of the families read here and cannot be expressed, by names that only
 * they have, so that people hear what they hold and not a list of names. Names as timm, transformers and the authors save them.
 */

type Shapes = ReadonlyMap<string, readonly number[]>;

interface Relative {
  is: string;
  /** What it computes that this encoder does not. */
  because: string;
  tell: RegExp;
}

const RELATIVES: readonly Relative[] = [
  {
    is: 'a Swin Transformer',
    because: 'attention in shifted windows',
    tell: /^swin(v2)?\.|(^|\.)layers\.\d+\.blocks\.\d+\.attn\.(relative_position_bias_table|logit_scale)$/,
  },
  {
    is: 'a BEiT',
    because: 'relative positions and scaled layers',
    tell: /^beit\.|(^|\.)lambda_[12]$|(^|\.)blocks\.\d+\.(gamma_[12]|attn\.relative_position_bias_table)$/,
  },
  { is: 'a DINOv2', because: 'scaled layers', tell: /^dinov2(_with_registers)?\.|(^|\.)layer_scale[12]\.lambda1$/ },
  { is: 'an EVA-02', because: 'rotary positions', tell: /(^|\.)blocks\.\d+\.(attn\.q_proj|mlp\.(fc1_g|w12?))\.weight$/ },
  { is: 'a CLIP or SigLIP', because: 'another norm and activation', tell: /(^|\.)(pre_layrnorm|vision_model|visual\.transformer)\./ },
  { is: 'a ConvNeXt', because: 'convolutions', tell: /(^|\.)(conv_dw|dwconv)\.weight$/ },
  { is: 'a ResNet', because: 'convolutions', tell: /(^|\.)layer1\.0\.conv1\.weight$/ },
];

/**
 * @param shapes of all tensors, by name without wrapper prefix
 * @returns completes “FILE …”: what it holds and the name that tells; null for anything else
 */
export function foreignModel(shapes: Shapes): string | null {
  const names = [...shapes.keys()];
  for (const { is, because, tell } of RELATIVES) {
    const name = names.find((one) => tell.test(one));
    if (name) return sentence(is, because, name);
  }
  // The authors' DINOv2 has a mask token, as MAE has, and scaled layers, which MAE has not; timm's has no mask token and
  // patches of 14, which no other ViT with scaled layers there has.
  const scaled = names.find((name) => /(^|\.)blocks\.\d+\.ls1\.gamma$/.test(name));
  const kernel = [...shapes].find(([name]) => /(^|\.)patch_embed\.proj\.weight$/.test(name))?.[1];
  if (scaled && (names.includes('mask_token') || kernel?.[2] === 14)) return sentence('a DINOv2', 'scaled layers', scaled);
  // VideoMAE has separate biases too, but cuts clips: its patch kernel has five dimensions.
  const bias = names.find((name) => /(^|\.)blocks\.0\.attn\.q_bias$/.test(name));
  return bias && kernel?.length === 4 ? sentence('a BEiT or EVA', 'other positions', bias) : null;
}

function sentence(is: string, because: string, name: string): string {
  return `holds ${is} (“${name}” tells): it has ${because}, which this encoder cannot express`;
}
