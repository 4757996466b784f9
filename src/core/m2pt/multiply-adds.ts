/**
 * @file Cost of one forward pass, from the shape alone.
 */
import { elementCount, mapParams } from '../tensor/params.ts';
import { tokenizerMultiplyAdds } from '../tokenizers/tokenizer.ts';
import type { EncoderConfig } from './encoder-config.ts';
import { headShapes } from './head.ts';
import { tokenCount } from './plain-shape.ts';
import { blockMultiplyAdds } from './predict-time.ts';

/**
 * Multiply-adds of one sample, products of matrices only (the usual way models are compared).
 * @param branchWeights elements of auxiliary matrices that run as a second branch; 0 for plain and merged models
 */
export function multiplyAdds(config: EncoderConfig, numClasses: number, branchWeights = 0): number {
  const N = config.prefixTokens.length + tokenCount(config);
  const positions = config.positions === 'mlp' ? tokenCount(config) * matrixElements({ a: [128, 3], b: [config.embedDim, 128] }) : 0;
  return (
    tokenizerMultiplyAdds(config) +
    positions +
    blockMultiplyAdds(config) +
    matrixElements(headShapes(config, numClasses)) +
    N * branchWeights
  );
}

function matrixElements(shapes: Record<string, number[]>): number {
  return elementCount(
    mapParams(Object.fromEntries(Object.entries(shapes).filter(([, shape]) => shape.length === 2)), (shape) => ({ shape })),
  );
}
