/**
 * @file Short programs for models that take no pictures: they begin where the values are ready, because no library elsewhere has
 * this app's front ends. What the values are is said in words.
 */
import { recordShape } from '../data/record-form.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { recordFormOf } from '../m2pt/record-form-of.ts';
import { inputWords, type Snippet, TIMM_ANSWER, timmLoading } from './snippets.ts';
import type { ExportForm } from './timm-config.ts';

/** Python with timm; `values.npy` holds one sample. */
export function timmValuesSnippet(encoder: EncoderConfig, form: ExportForm): Snippet {
  const code = [
    ...timmLoading(encoder, form, ['import numpy as np', 'from torch import from_numpy']),
    `values = from_numpy(np.load("values.npy"))  # ${inputWords(encoder.modality, encoder.tokenizer)}`,
    'scores = model(values).softmax(-1)[0]',
    ...TIMM_ANSWER,
  ];
  return { title: 'timm (Python)', language: 'python', code: `${code.join('\n')}\n` };
}

/** JavaScript with onnxruntime-web. */
export function onnxValuesSnippet(encoder: EncoderConfig): Snippet {
  const code = `// npm install onnxruntime-web
import * as ort from 'onnxruntime-web';

// ${inputWords(encoder.modality, encoder.tokenizer)}
const SHAPE = ${JSON.stringify([1, ...sampleShape(encoder)])};

/** Probabilities in class order. */
export async function classify(session, values) {
  const { logits } = await session.run({ pixel_values: new ort.Tensor('float32', values, SHAPE) });
  const top = Math.max(...logits.data);
  const powers = Array.from(logits.data, (logit) => Math.exp(logit - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** [class name, probability], best first. \`folder\` is where the unpacked zip is served. */
export async function ask(folder, values) {
  const session = await ort.InferenceSession.create(\`\${folder}/onnx/model.onnx\`);
  const { label_names } = await (await fetch(\`\${folder}/config.json\`)).json();
  const scores = await classify(session, values);
  return scores.map((score, i) => [label_names[i], score]).sort((a, b) => b[1] - a[1]);
}
`;
  return { title: 'onnxruntime-web (JavaScript)', language: 'js', code };
}

/** Axes of one sample as the model takes it. */
function sampleShape(encoder: EncoderConfig): number[] {
  const shape = recordShape(recordFormOf(encoder));
  if (encoder.modality === 'audio') return [1, ...shape];
  const [frames, height, width] = shape as [number, number, number];
  return encoder.modality === 'video' ? [frames, 3, height, width] : shape;
}
