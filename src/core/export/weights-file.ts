/**
 * @file model.safetensors of an export.
 */
import { safetensorsParts } from '../checkpoint/safetensors-write.ts';
import type { HostParams } from '../tensor/params.ts';
import type { FileInParts } from './file-in-parts.ts';
import type { TensorSource } from './tensor-source.ts';

/**
 * The header states every size, so all tensors are downloaded first; the parts are views of them, not copies.
 * @param sources in the order of the file; written as f32
 */
export async function weightsFile(name: string, sources: readonly TensorSource[]): Promise<FileInParts> {
  const tensors: HostParams = {};
  for (const { name, shape, read } of sources) tensors[name] = { shape, data: await read() };
  const file = safetensorsParts(tensors, { format: 'pt' });
  return {
    name,
    size: file.bytes,
    async *parts() {
      yield* file.parts();
    },
  };
}
