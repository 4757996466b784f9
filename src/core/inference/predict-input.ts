/**
 * @file The checkpoint's own forward pass, head included, on an input in its family's PyTorch layout.
 */
import type { LoadedEncoder } from '../checkpoint/load-encoder.ts';
import { PlaygroundError } from '../errors.ts';

/**
 * @param input normalised f32: images [B, 3, H, W], AST and AudioMAE features [B, frames, mel], VideoMAE [B, T, 3, H, W],
 *   Point-MAE [B, P, 3]
 * @returns logits [B, classes]; pooled and normed features [B, D] where the file has no head
 * @throws PlaygroundError `input-shape` naming what was expected and what came
 */
export async function predictInput(
  { config }: LoadedEncoder,
  _input: { shape: number[]; data: Float32Array },
): Promise<{ shape: number[]; data: Float32Array }> {
  throw new PlaygroundError({ code: 'not-built', message: `${config.name} cannot predict yet.`, hint: '' });
}
