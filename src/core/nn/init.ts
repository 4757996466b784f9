/**
 * @file Initial values: normal numbers cut at two standard deviations for weights, as ViTs use, and the fixed
 * 2-D sine-cosine position table of MAE (He et al. 2022, appendix A.1).
 */
import type { HostTensor } from '../tensor/params.ts';
import type { Rng } from '../tensor/rng.ts';

/** Normal values of the given standard deviation, redrawn beyond ±2σ. */
export function truncatedNormal(shape: readonly number[], std: number, rng: Rng): HostTensor {
  const data = new Float32Array(size(shape));
  for (let i = 0; i < data.length; i++) {
    let z = rng.normal();
    while (Math.abs(z) > 2) z = rng.normal();
    data[i] = z * std;
  }
  return { shape, data };
}

export function constant(shape: readonly number[], value: number): HostTensor {
  return { shape, data: new Float32Array(size(shape)).fill(value) };
}

/**
 * Position table of a rows × columns grid, row-major.
 * The first half of the channels codes the column, the second half the row; each half is sines, then cosines,
 * with frequencies 10000^(−i/(D/4)).
 * @param embedDim D, a multiple of 4
 * @returns [1, rows·columns, D]
 */
export function sinCosPositions(rows: number, columns: number, embedDim: number): HostTensor {
  const quarter = embedDim / 4;
  const data = new Float32Array(rows * columns * embedDim);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const at = (r * columns + c) * embedDim;
      for (let i = 0; i < quarter; i++) {
        const frequency = 10000 ** (-i / quarter);
        data[at + i] = Math.sin(c * frequency);
        data[at + quarter + i] = Math.cos(c * frequency);
        data[at + 2 * quarter + i] = Math.sin(r * frequency);
        data[at + 3 * quarter + i] = Math.cos(r * frequency);
      }
    }
  }
  return { shape: [1, rows * columns, embedDim], data };
}

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
