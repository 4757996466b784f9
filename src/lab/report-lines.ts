/**
 * @file A checkpoint's report as lines of text, for `lab inspect`. Pure.
 */
import type { ModelReport } from '../core/checkpoint/model-report.ts';
import type { EncoderConfig, Tokenizer } from '../core/m2pt/encoder-config.ts';

export interface Fit {
  id: string;
  /** Why it does not fit, or null. */
  misfit: string | null;
}

/** @param fits every shipped model as a partner */
export function reportLines(report: ModelReport, fits: readonly Fit[]): string[] {
  const { family, config, tensors, setAside, missing, unknown, parameters, bytes, license, numClasses, notes, problems } = report;
  return [
    `family      ${family ?? 'not recognised'}`,
    ...(config ? shapeLines(config) : []),
    `head        ${numClasses > 0 ? `${numClasses} classes` : 'none'}`,
    `parameters  ${parameters.toLocaleString('en-US')} in ${tensors.length} tensors, ${(bytes / 1e6).toFixed(1)} MB`,
    `licence     ${license || 'not stated'}`,
    ...problems.map((problem) => `problem     ${problem}`),
    ...notes.map((note) => `note        ${note}`),
    ...listed('missing', missing),
    ...listed('unknown', unknown),
    ...listed('set aside', setAside),
    ...fits.map(({ id, misfit }) => `pairs with  ${id}: ${misfit ?? 'yes, width, depth and MLP ratio are equal'}`),
    '',
    ...tensors.map(({ name, canonical, dtype, shape }) => {
      const as = canonical === null ? '  (not used)' : canonical === name ? '' : `  → ${canonical}`;
      return `${dtype.padEnd(5)} [${shape.join(', ')}]  ${name}${as}`;
    }),
  ];
}

function shapeLines(config: EncoderConfig): string[] {
  const { embedDim, depth, numHeads, mlpRatio, layerNormEps, qkvBias } = config;
  const bias = qkvBias ? '' : ', no qkv bias';
  return [
    `modality    ${config.modality}`,
    `blocks      ${depth} of width ${embedDim}, ${numHeads} heads, MLP ratio ${mlpRatio}, eps ${layerNormEps.toExponential()}${bias}`,
    `tokens      ${tokenizerWords(config.tokenizer)}; prefix ${config.prefixTokens.join(', ') || 'none'}; positions ${config.positions}`,
    `pooling     ${config.pooling}, ${config.finalNorm} (eps ${config.finalNormEps.toExponential()}), ${config.head} head`,
  ];
}

function tokenizerWords(tokenizer: Tokenizer): string {
  switch (tokenizer.kind) {
    case 'patch':
      return `${tokenizer.patchSize.join('×')} patches, stride ${tokenizer.stride.join('×')}, of ${tokenizer.inChannels}×${tokenizer.inputSize.join('×')}`;
    case 'tubelet':
      return `${tokenizer.tubeletSize.join('×')} tubelets of ${tokenizer.frames} frames of ${tokenizer.inChannels}×${tokenizer.inputSize.join('×')}`;
    case 'points':
      return `${tokenizer.groups} groups of ${tokenizer.neighbours} points`;
    default:
      return tokenizer satisfies never;
  }
}

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 12).join(', ');
  return [`${what.padEnd(12)}${shown}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`];
}
