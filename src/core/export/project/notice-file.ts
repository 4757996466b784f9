/**
 * @file NOTICE and CITATION.cff of an exported project: whose method, whose code, whose weights.
 */
import type { LoadedEncoder } from '../../checkpoint/load-encoder.ts';
import type { Ingredients } from '../../lab/plan.ts';

const PAPER = 'Multimodal Pathway: Improve Transformers with Irrelevant Data from Other Modalities';
const AUTHORS = [
  ['Zhang', 'Yiyuan'],
  ['Ding', 'Xiaohan'],
  ['Gong', 'Kaixiong'],
  ['Ge', 'Yixiao'],
  ['Shan', 'Ying'],
  ['Yue', 'Xiangyu'],
] as const;

export function projectNotice({ target, auxiliary }: Ingredients): string {
  return `M2PT playground export
Copyright 2026 The M2PT playground authors

The programs (*.py) and configuration files are under the Apache License, Version 2.0 (see LICENSE).
The method is that of Y. Zhang, X. Ding, K. Gong, Y. Ge, Y. Shan and X. Yue, "${PAPER}",
CVPR 2024 (arXiv 2401.14405). No code of theirs is used.

Weights and pictures are not covered by that licence. Each has its own:

  weights/target   ${partLine(target)}
${auxiliary ? `  weights/aux      ${partLine(auxiliary)}\n` : ''}  weights/resume   made from the above; their licences go on applying
  data/            the pictures that were given to the page; whoever gave them knows their licence
`;
}

/** One line of plain words: names come from files. */
export function partLine({ config, license, data, params }: LoadedEncoder): string {
  const random = Object.keys(params).length === 0;
  const words = random
    ? 'random start weights, no licence needed'
    : `licence: ${license || 'not stated'}; trained on: ${data || 'not stated'}`;
  return oneLine(`${config.name}; ${words}`);
}

/** Without line breaks, control characters and marks that would break out of a table cell or become a tag or a link. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}`|<>]+/gu, ' ')
    .replaceAll('](', '] (')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

export function projectCitation(): string {
  const authors = AUTHORS.map(([family, given]) => `      - family-names: ${family}\n        given-names: ${given}`).join('\n');
  return `cff-version: 1.2.0
message: If you use this project, please cite the paper whose method it implements.
title: M2PT playground export
license: Apache-2.0
type: software
authors:
  - name: The M2PT playground authors
references:
  - type: conference-paper
    title: "${PAPER}"
    authors:
${authors}
    collection-title: Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)
    year: 2024
    url: https://arxiv.org/abs/2401.14405
`;
}
