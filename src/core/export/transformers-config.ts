/**
 * @file What transformers.js needs to load an ONNX export as it lies: keys of Hugging Face's ViT beside timm's in config.json,
 * and how pictures are prepared. It runs the graph as a whole, so the keys name the classes and nothing else.
 */
import { PlaygroundError } from '../errors.ts';
import type { ExportFacts } from './export-facts.ts';

/** For config.json. */
export function transformersKeys({ classNames }: Pick<ExportFacts, 'classNames'>) {
  return {
    model_type: 'vit',
    id2label: Object.fromEntries(classNames.map((name, i) => [i, name])),
    label2id: Object.fromEntries(classNames.map((name, i) => [name, i])),
  };
}

/**
 * preprocessor_config.json: the middle of the picture, as the app cuts it. An oblong model's pictures are squeezed instead,
 * because that processor cannot cut to another shape than it scales to.
 */
export function preprocessorConfig({ encoder }: Pick<ExportFacts, 'encoder'>): string {
  const { tokenizer, normalization, name } = encoder;
  if (tokenizer.kind === 'points')
    throw new PlaygroundError({ code: 'export-unsupported', message: `${name} takes no pictures.`, hint: 'Choose another format.' });
  const [height, width] = tokenizer.inputSize;
  const square = height === width;
  const config = {
    image_processor_type: 'ViTImageProcessor',
    do_resize: true,
    size: square ? { shortest_edge: width } : { height, width },
    resample: 3,
    do_center_crop: square,
    crop_size: { height, width },
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: normalization.mean,
    image_std: normalization.std,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
