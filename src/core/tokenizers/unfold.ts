/**
 * @file Cuts samples into boxes on the CPU: what a convolution reads at each of its places, one row a token. Used where
 * boxes overlap (AST), where axes are exchanged first (AST) or where there is a time axis (VideoMAE). Samples are data and
 * get no gradient, so this runs once a batch, outside the tape: the convolution is then one matrix product, the same on
 * every backend. (tfjs has no gradient of a convolution's filter on wasm, and its 6-D transposes are 30 times slower there.)
 */

/** Sizes are [frames, height, width]; a picture has 1 frame. */
export interface UnfoldPlan {
  /** Values of one sample. */
  sampleSize: number;
  channels: number;
  /** Boxes along each axis. */
  grid: readonly [number, number, number];
  box: readonly [number, number, number];
  /** Steps between boxes. */
  stride: readonly [number, number, number];
  /** Distance in a sample's values between neighbours along channel, frame, row and column. */
  steps: readonly [number, number, number, number];
}

/** Values of one box: C · t · h · w. */
export function boxSize({ channels, box }: Pick<UnfoldPlan, 'channels' | 'box'>): number {
  return channels * box[0] * box[1] * box[2];
}

/**
 * @param values `count` samples after each other
 * @returns [count · N, C · t · h · w], boxes row-major over the grid, each in the order of a convolution's weight
 */
export function unfold(values: Float32Array, count: number, plan: UnfoldPlan): Float32Array {
  const { channels, grid, box, stride, steps } = plan;
  const [channelStep, frameStep, rowStep, columnStep] = steps;
  const out = new Float32Array(count * grid[0] * grid[1] * grid[2] * boxSize(plan));
  let to = 0;
  for (let sample = 0; sample < count; sample++) {
    for (let t = 0; t < grid[0]; t++) {
      for (let r = 0; r < grid[1]; r++) {
        for (let c = 0; c < grid[2]; c++) {
          const corner = sample * plan.sampleSize + t * stride[0] * frameStep + r * stride[1] * rowStep + c * stride[2] * columnStep;
          for (let channel = 0; channel < channels; channel++) {
            for (let dt = 0; dt < box[0]; dt++) {
              for (let dr = 0; dr < box[1]; dr++) {
                let from = corner + channel * channelStep + dt * frameStep + dr * rowStep;
                for (let dc = 0; dc < box[2]; dc++, from += columnStep) out[to++] = values[from]!;
              }
            }
          }
        }
      }
    }
  }
  return out;
}
