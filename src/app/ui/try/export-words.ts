/**
 * @file What each export format is called, and what it is for, in one line.
 */
import type { Modality } from '../../../config/run-config.ts';
import type { ExportFormat } from '../../../worker/protocol.ts';

/** What a format cannot carry, in a sentence; undefined where it can. */
export function refusalOf(format: ExportFormat, modality: Modality): string | undefined {
  if (format === 'pytorch' && modality !== 'image') return 'Continues runs on pictures; not yet for other data.';
  if (format === 'onnx' && modality === 'point') return 'ONNX has no way to group neighbouring points; use the merged model.';
  return undefined;
}

interface Words {
  name: string;
  purpose: string;
}

export const EXPORT_WORDS: Readonly<Record<ExportFormat, Words>> = {
  merged: { name: 'Merged model', purpose: 'One plain model as safetensors, for timm, PyTorch and this page.' },
  unmerged: { name: 'Un-merged run', purpose: 'Target and auxiliary matrices side by side with every λ, to study or fold elsewhere.' },
  onnx: { name: 'ONNX', purpose: 'The merged model for onnxruntime, in browsers, on phones and on servers.' },
  pytorch: {
    name: 'PyTorch project',
    purpose: 'Weights, optimiser, data and programs that continue the run on one GPU or many.',
  },
};
