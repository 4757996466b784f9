/**
 * @file Where the shapes in a file may differ from those the encoder asks for: a patch matrix for a convolution, positions for
 * another grid, pictures of another size.
 */
import { PlaygroundError } from '../errors.ts';
import type { EncoderConfig } from '../m2pt/encoder-config.ts';
import { tokenGrid } from '../m2pt/plain-shape.ts';

export type InputSize = readonly [height: number, width: number];

/** Of the positions in the file, and of those that are needed. */
export interface Grids {
  from: [number, number];
  to: [number, number];
}

/** Patch weights may come as the matrix [D, C·h·w]; positions are resampled where that was found possible. */
export function fits(name: string, found: readonly number[], wanted: readonly number[], resampled: boolean): boolean {
  if (String(found) === String(wanted)) return true;
  if (name === 'pos_embed') return resampled && found.length === 3 && found[0] === 1 && found[2] === wanted[2];
  const size = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);
  return name === 'patch_embed.proj.weight' && found.length === 2 && found[0] === wanted[0] && size(found) === size(wanted);
}

/** The file's grid is the configuration's own where the count agrees, else a square. Null where nothing is to be done, or cannot. */
export function differingGrids(found: readonly number[] | undefined, asFiled: EncoderConfig, config: EncoderConfig): Grids | null {
  const to = tokenGrid(config);
  const filed = tokenGrid(asFiled);
  if (!found || config.positions !== 'learned' || to.length !== 2 || filed.length !== 2) return null;
  const tokens = (found[1] ?? 0) - config.prefixTokens.length;
  const side = Math.sqrt(tokens);
  const square = Number.isInteger(side) && side > 0 && filed[0] === filed[1];
  const from = filed[0]! * filed[1]! === tokens ? filed : square ? [side, side] : null;
  if (!from || String(from) === String(to)) return null;
  return { from: from as [number, number], to: to as [number, number] };
}

export function resized(config: EncoderConfig, inputSize: InputSize): EncoderConfig {
  const { tokenizer } = config;
  const even =
    tokenizer.kind === 'patch' && inputSize.every((size, axis) => size > 0 && size <= 2048 && size % tokenizer.patchSize[axis]! === 0);
  if (tokenizer.kind !== 'patch' || config.modality !== 'image' || !even)
    throw new PlaygroundError({
      code: 'input-size',
      message: `${config.name} cannot take inputs of ${inputSize.join('×')}${tokenizer.kind === 'patch' ? `: patches are ${tokenizer.patchSize.join('×')}` : ''}.`,
      hint: 'Another size can be chosen for models of pictures, in multiples of the patch size.',
    });
  return { ...config, tokenizer: { ...tokenizer, inputSize } };
}
