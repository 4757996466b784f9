/**
 * @file The names of λ as the engine sends them (`blocks.4.mlp.fc1`, `blocks.0.attn.qkv.q`) taken apart
 * into block and short layer name, and the layers of a block in the order in which they are drawn.
 */
import type { LinearName } from '../../config/run-config.ts';

/** A row of a block in the picture; q, k and v only where qkv is split. */
export type LayerRow = LinearName | 'q' | 'k' | 'v';

export interface LambdaName {
  block: number;
  layer: LayerRow;
}

/** Rows of one block, top to bottom. */
export function layerRows(splitQkv: boolean): LayerRow[] {
  return splitQkv ? ['q', 'k', 'v', 'proj', 'fc1', 'fc2'] : ['qkv', 'proj', 'fc1', 'fc2'];
}

/** Block and layer of a λ, or undefined for a name that is not one. */
export function parseLambdaName(name: string): LambdaName | undefined {
  const match = /^blocks\.(\d+)\.(?:attn\.qkv\.(q|k|v)|attn\.(qkv|proj)|mlp\.(fc1|fc2))$/.exec(name);
  if (!match) return undefined;
  return { block: Number(match[1]), layer: (match[2] ?? match[3] ?? match[4]) as LayerRow };
}

/** Layers that occur among the names, in drawing order. */
export function layersOf(names: readonly string[]): LayerRow[] {
  const found = new Set(names.map((name) => parseLambdaName(name)?.layer));
  const all: LayerRow[] = ['qkv', 'q', 'k', 'v', 'proj', 'fc1', 'fc2'];
  return all.filter((layer) => found.has(layer));
}
