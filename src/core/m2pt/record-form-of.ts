/**
 * @file The records that a model takes, from its tokenizer. Plain values; the page may use it.
 */
import type { RecordForm } from '../data/record-form.ts';
import type { ModelInput } from '../data/to-batch.ts';
import type { EncoderConfig } from './encoder-config.ts';

/** Points in one record, whatever the number of groups: Point-MAE's input. */
const POINTS = 1024;

/**
 * Published audio models (AST, AudioMAE) take Kaldi's filter bank and put time first; the nano family takes its own log-mel with
 * bands first. Records are always [bands, frames]; `toBatch` turns them where `framesFirst` says so.
 */
export function recordFormOf({ modality, tokenizer }: Pick<EncoderConfig, 'modality' | 'tokenizer'>): RecordForm {
  switch (tokenizer.kind) {
    case 'patch': {
      const [height, width] = tokenizer.inputSize;
      if (modality !== 'audio') return { modality: 'image', size: [height, width] };
      if (tokenizer.transposed) return { modality, size: [height, width], frontEnd: 'kaldi' };
      return height > width
        ? { modality, size: [width, height], frontEnd: 'kaldi' }
        : { modality, size: [height, width], frontEnd: 'nano' };
    }
    case 'tubelet':
      return { modality: 'video', frames: tokenizer.frames, size: tokenizer.inputSize };
    case 'points':
      return { modality: 'point', points: POINTS };
    default:
      return tokenizer satisfies never;
  }
}

/** True where the model's input is [frames, bands]: its family's PyTorch layout. */
function framesFirst({ modality, tokenizer }: Pick<EncoderConfig, 'modality' | 'tokenizer'>): boolean {
  return modality === 'audio' && tokenizer.kind === 'patch' && (tokenizer.transposed || tokenizer.inputSize[0] > tokenizer.inputSize[1]);
}

/** How a batch is made of records for this model. */
export function modelInputOf(config: Pick<EncoderConfig, 'modality' | 'tokenizer' | 'normalization'>): ModelInput {
  return { normalization: config.normalization, framesFirst: framesFirst(config) };
}
