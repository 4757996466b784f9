/**
 * @file Canonical tensors → a family's own names and shapes, the way back from `canonical.ts`: separate q, k, v where the
 * family keeps them so, convolutions of width 1, the names that Hugging Face files have.
 */
import { PlaygroundError } from '../errors.ts';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import type { HostParams, HostTensor } from '../tensor/params.ts';
import { toFileName } from './name-table.ts';
import { NAME_TABLES } from './name-tables.ts';

const QKV = /^(.*\.attn)\.qkv\.(weight|bias)$/;

/**
 * A key bias is dropped where the family has none (VideoMAE): it shifts all scores of a query alike, and softmax takes no notice.
 * @param params canonical names, tokenizer, blocks, norms and head
 * @returns tensors that share memory with `params`
 * @throws PlaygroundError `family-names` for a tensor that the family has no name for
 */
export function toFileTensors(family: Family, config: Pick<EncoderConfig, 'head'>, params: HostParams): HostParams {
  const table = NAME_TABLES[family];
  const find = toFileName(table);
  const distilled = family === 'hf-deit' && config.head === 'distilled';
  const fileName = (canonical: string): string | null => {
    const name = find(canonical);
    return distilled && name?.startsWith('classifier.') ? `cls_${name}` : name;
  };
  const tensors: HostParams = {};
  for (const [canonical, tensor] of Object.entries(params)) {
    const [, path, leaf] = QKV.exec(canonical) ?? [];
    const split = path !== undefined && fileName(`${path}.q.${leaf}`) !== null;
    const parts: [string, HostTensor][] = split
      ? ['q', 'k', 'v'].map((part, index) => [`${path}.${part}.${leaf}`, third(tensor, index)])
      : [[canonical, tensor]];
    for (const [name, part] of parts) {
      const file = fileName(name);
      if (file) tensors[file] = table.pointwise?.test(name) ? { ...part, shape: [...part.shape, 1] } : part;
      else if (!name.endsWith('.attn.k.bias')) throw nameless(family, name);
    }
  }
  return tensors;
}

function third({ shape, data }: HostTensor, index: number): HostTensor {
  const step = data.length / 3;
  return { shape: [shape[0]! / 3, ...shape.slice(1)], data: data.subarray(index * step, (index + 1) * step) };
}

function nameless(family: Family, name: string): PlaygroundError {
  return new PlaygroundError({
    code: 'family-names',
    message: `“${name}” has no name in the layout ${family}.`,
    hint: 'Save in timm’s layout instead.',
  });
}
