/**
 * @file Short programs that load an export: shown on the page, written into the model card, and run by the tests as they
 * stand. They hold numbers and fixed file names only; names of classes are read from config.json.
 */
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import type { ExportForm } from './timm-config.ts';
import { needsOwnEps } from './timm-layout.ts';

export interface Snippet {
  /** `timm (Python)`, for a heading. */
  title: string;
  /** What to do before the program, in words. */
  note?: string;
  language: 'python' | 'js' | 'sh';
  code: string;
}

export type SnippetFacts = Pick<EncoderConfig, 'layerNormEps' | 'finalNormEps' | 'tokenizer' | 'normalization'>;

/** Python with timm. An un-merged run is folded with W + λ·W_aux first, row by row of q, k and v where they have a λ each. */
export function timmSnippet(encoder: SnippetFacts, form: ExportForm): Snippet {
  const code = [
    ...timmLoading(encoder, form, ['from PIL import Image']),
    'transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model))',
    'picture = transform(Image.open("picture.png").convert("RGB"))',
    'scores = model(picture[None]).softmax(-1)[0]',
    ...TIMM_ANSWER,
  ];
  return { title: 'timm (Python)', language: 'python', code: `${code.join('\n')}\n` };
}

/** Prints the probability of each class. */
export const TIMM_ANSWER: readonly string[] = [
  'for score, name in zip(scores.tolist(), model.pretrained_cfg["label_names"]):',
  '    print(f"{score:6.1%}  {name}")',
];

/** The lines that make `model`, with imports. @param imports further ones, in order behind timm's */
export function timmLoading(encoder: SnippetFacts, form: ExportForm, imports: readonly string[]): string[] {
  const merged = ['model = timm.create_model(f"local-dir:{folder}", pretrained=True).eval()'];
  const unmerged = [
    'model = timm.create_model(f"local-dir:{folder}", pretrained=False).eval()',
    'tensors = load_file(f"{folder}/model.safetensors")',
    'for name in [n for n in tensors if n.endswith(".cross_modal_scale")]:',
    '    layer = name.removesuffix(".cross_modal_scale")',
    '    scale, aux = tensors.pop(name), tensors.pop(f"{layer}.aux_weight")',
    '    rows = scale.repeat_interleave(len(aux) // len(scale))  # one λ a layer, or one each for q, k and v',
    '    tensors[f"{layer}.weight"] += rows[:, None] * aux',
    'model.load_state_dict(tensors, strict=True)',
  ];
  return [
    `# pip install timm${imports.some((line) => line.includes('PIL')) ? ' pillow' : ''}`,
    ...(needsOwnEps(encoder) ? ['import torch'] : []),
    'import timm',
    ...imports,
    ...(form === 'un-merged' ? ['from safetensors.torch import load_file'] : []),
    '',
    'folder = "."  # where config.json and model.safetensors are',
    ...(form === 'merged' ? merged : unmerged),
    ...epsLines(encoder),
    '',
  ];
}

/** timm's arguments cannot say an epsilon. */
function epsLines(encoder: SnippetFacts): string[] {
  if (!needsOwnEps(encoder)) return [];
  return [
    'for name, module in model.named_modules():',
    '    if isinstance(module, torch.nn.LayerNorm):',
    `        module.eps = ${encoder.layerNormEps} if name.startswith("blocks.") else ${encoder.finalNormEps}`,
  ];
}

/** JavaScript with onnxruntime-web, in a page. */
export function onnxSnippet({ tokenizer, normalization: { mean, std } }: SnippetFacts): Snippet {
  const [height, width] = tokenizer.kind === 'points' ? [0, 0] : tokenizer.inputSize;
  const code = `// npm install onnxruntime-web
import * as ort from 'onnxruntime-web';

const WIDTH = ${width};
const HEIGHT = ${height};
const MEAN = ${JSON.stringify(mean)};
const STD = ${JSON.stringify(std)};

/** The middle of a picture, scaled to the model's size, as RGBA bytes. */
export async function readPicture(blob) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.max(WIDTH / bitmap.width, HEIGHT / bitmap.height);
  const [w, h] = [WIDTH / scale, HEIGHT / scale];
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { alpha: false });
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.drawImage(bitmap, (bitmap.width - w) / 2, (bitmap.height - h) / 2, w, h, 0, 0, WIDTH, HEIGHT);
  return context.getImageData(0, 0, WIDTH, HEIGHT).data;
}

/** Probabilities in class order. */
export async function classify(session, rgba) {
  const area = WIDTH * HEIGHT;
  const pixels = Float32Array.from({ length: 3 * area }, (_, i) => {
    const channel = Math.floor(i / area);
    return (rgba[4 * (i % area) + channel] / 255 - MEAN[channel]) / STD[channel];
  });
  const { logits } = await session.run({ pixel_values: new ort.Tensor('float32', pixels, [1, 3, HEIGHT, WIDTH]) });
  const top = Math.max(...logits.data);
  const powers = Array.from(logits.data, (logit) => Math.exp(logit - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** [class name, probability], best first. \`folder\` is where the unpacked zip is served. */
export async function ask(folder, blob) {
  const session = await ort.InferenceSession.create(\`\${folder}/onnx/model.onnx\`);
  const { pretrained_cfg } = await (await fetch(\`\${folder}/config.json\`)).json();
  const scores = await classify(session, await readPicture(blob));
  return scores.map((score, i) => [pretrained_cfg.label_names[i], score]).sort((a, b) => b[1] - a[1]);
}
`;
  return { title: 'onnxruntime-web (JavaScript)', language: 'js', code };
}

/** JavaScript with transformers.js, which finds everything in the folder by itself. */
export function transformersSnippet(): Snippet {
  const code = `// npm install @huggingface/transformers
import { env, pipeline } from '@huggingface/transformers';

// The unpacked zip, served as models/my-model/. From the Hub: leave these lines out and name the repository.
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = 'models/';

const ask = await pipeline('image-classification', 'my-model', { dtype: 'fp32' });
console.log(await ask('picture.png', { top_k: 3 }));
`;
  return { title: 'transformers.js (JavaScript)', language: 'js', code };
}

/** Opening the merged model in this app, in the page and on the command line. */
export function appSnippet({ modality, tokenizer }: Pick<EncoderConfig, 'modality' | 'tokenizer'>): Snippet {
  const note =
    'Unpack the zip, press Target above the diagram, then “Open model folder…”. On the command line, run this in the playground’s folder:';
  const code = `# input.npy holds ${inputWords(modality, tokenizer)}
npm run lab -- predict --model FOLDER --input input.npy --out logits.npy
`;
  return { title: 'this playground', note, language: 'sh', code };
}

/** What the model takes, with its axes. */
export function inputWords(modality: EncoderConfig['modality'], tokenizer: EncoderConfig['tokenizer']): string {
  switch (modality) {
    case 'image':
      return 'normalised pixels, f32 [B, 3, H, W]';
    case 'audio':
      return tokenizer.kind === 'patch' && tokenizer.transposed
        ? 'normalised filter-bank energies, f32 [B, frames, bands]'
        : 'normalised log-mel energies, f32 [B, 1, bands, frames]';
    case 'point':
      return 'points inside the unit sphere, f32 [B, P, 3]';
    case 'video':
      return 'normalised pixels, f32 [B, T, 3, H, W]';
    default:
      return modality satisfies never;
  }
}
