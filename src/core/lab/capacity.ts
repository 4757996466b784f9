/**
 * @file Is a model too large for the backend that runs? Said before anything is allocated, with what would fit: a device
 * that runs out of memory in mid-step takes the whole engine with it.
 */
import { PlaygroundError } from '../errors.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { inferenceMemory, largestTensor, type TrainingPlan, trainingMemory } from '../m2pt/predict-memory.ts';
import type { BackendInfo } from '../tensor/backend-info.ts';

type Backend = Pick<BackendInfo, 'name' | 'capacity'>;

/** @throws PlaygroundError `too-large-for-backend` with the numbers and the batch size that would fit */
export function checkTrainingFits(encoder: EncoderConfig, plan: TrainingPlan, { name, capacity }: Backend): void {
  const reason = (batchSize: number) =>
    tooLarge(trainingMemory(encoder, { ...plan, batchSize }), largestTensor(encoder, batchSize), { name, capacity });
  const found = reason(plan.batchSize);
  if (!found) return;
  let fitting = plan.batchSize;
  while (fitting >= 1 && reason(fitting)) fitting = Math.floor(fitting / 2);
  throw new PlaygroundError({
    code: 'too-large-for-backend',
    message: `To train ${encoder.name} at batch ${plan.batchSize} ${found}.`,
    hint: `${fitting >= 1 ? `Batch ${fitting} would fit. ` : ''}Smaller pictures, one paired seed or a smaller model need less.`,
  });
}

/** @throws PlaygroundError `too-large-for-backend` with the numbers */
export function checkInferenceFits(encoder: EncoderConfig, { name, capacity }: Backend): void {
  const found = tooLarge(inferenceMemory(encoder, 1), largestTensor(encoder, 1), { name, capacity });
  if (!found) return;
  throw new PlaygroundError({
    code: 'too-large-for-backend',
    message: `To run ${encoder.name} on one sample ${found}.`,
    hint: 'Choose another backend (cpu has no such limit), or a smaller model.',
  });
}

function tooLarge(total: number, tensor: number, { name, capacity }: Backend): string | null {
  if (capacity.total !== null && total > capacity.total)
    return `about ${gigabytes(total)} are needed, and ${name} holds ${gigabytes(capacity.total)}`;
  if (capacity.tensor !== null && tensor > capacity.tensor)
    return `one tensor has ${gigabytes(tensor)}, and ${name} on this device takes ${gigabytes(capacity.tensor)} at most`;
  return null;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`;
