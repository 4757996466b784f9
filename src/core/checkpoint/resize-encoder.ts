/**
 * @file A loaded encoder for another picture size: its learned positions are resampled, everything else is shared.
 */
import { atPictureSize, tokenGrid } from '../m2pt/plain-shape.ts';
import type { LoadedEncoder } from './loaded-encoder.ts';
import { resamplePositions } from './resample-positions.ts';

/**
 * @param size edge in pixels; 0 leaves the encoder as it is
 * @returns the same object where nothing changes, else one with new `pos_embed` memory
 * @throws PlaygroundError `picture-size` when patches do not divide it
 */
export function resizeEncoder(loaded: LoadedEncoder, size: number): LoadedEncoder {
  const config = atPictureSize(loaded.config, size);
  const from = tokenGrid(loaded.config) as [number, number];
  const to = tokenGrid(config) as [number, number];
  if (String(from) === String(to)) return config === loaded.config ? loaded : { ...loaded, config };
  const positions = loaded.params.pos_embed; // a model from scratch has none yet
  if (!positions) return { ...loaded, config };
  const pos_embed = resamplePositions(positions, from, to, config.prefixTokens.length);
  return { ...loaded, config, params: { ...loaded.params, pos_embed } };
}
