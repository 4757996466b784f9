/** @file Chooses how the steps of a run are computed. The one for GPUs is loaded only where it is used. */
import { kernels } from '../kernels/current-kernels.ts';
import { createPlainStep } from './plain-step.ts';
import type { StepOptions, TrainingStep } from './training-step.ts';

/** The fastest step that the kernels in use allow. */
export async function createTrainingStep(options: StepOptions): Promise<TrainingStep> {
  if (kernels().name !== 'webgpu' || options.movesStatistics) return createPlainStep(options);
  return (await import('./arena-step.ts')).createArenaStep(options);
}
