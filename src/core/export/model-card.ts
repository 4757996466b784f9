/**
 * @file README.md of an export: a model card as the Hugging Face Hub reads it. Names that people gave are data here: in
 * the front matter they are quoted, in the text their markup is taken away.
 */
import { MODALITIES } from '../../config/modalities.ts';
import type { Modality } from '../../config/run-config.ts';
import { CITATION } from './citation.ts';
import type { ExportFacts, PartFacts } from './export-facts.ts';
import { inputWords, type Snippet } from './snippets.ts';
import { isTimmModel } from './timm-layout.ts';

export type CardKind = 'merged' | 'un-merged' | 'onnx';

/** What a model of each modality tells apart, and the Hub's name for the task where it has one. */
const TASKS: Record<Modality, { classifier: string; tag: string | null }> = {
  image: { classifier: 'image classifier', tag: 'image-classification' },
  audio: { classifier: 'sound classifier', tag: 'audio-classification' },
  point: { classifier: 'classifier of point clouds', tag: null },
  video: { classifier: 'clip classifier', tag: 'video-classification' },
};

const LEAD: Record<CardKind, string> = {
  merged: 'A plain CLASSIFIER: every W + λ·W_aux is folded into one matrix, so it costs what the target alone costs.',
  'un-merged':
    'An un-merged run: beside every matrix of the target that has a pathway stand `aux_weight` (W_aux) and `cross_modal_scale` (λ). The model computes with W + λ·W_aux.',
  onnx: 'A plain CLASSIFIER in ONNX: every W + λ·W_aux is folded into one matrix. Input `pixel_values`, output `logits` [batch, classes].',
};

const FILES: Record<CardKind, string> = {
  merged: '`model.safetensors` (f32, timm’s names), `config.json` (timm’s layout; `m2pt` holds the settings and every λ)',
  'un-merged':
    '`model.safetensors` (f32, timm’s names; λ of shape [1], or [3] for q, k and v apart), `config.json` (timm’s layout; `m2pt` holds the settings)',
  onnx: '`onnx/model.onnx` (opset 17, f32), `config.json` (timm’s layout; `m2pt` holds the settings and every λ), `preprocessor_config.json`',
};

export function modelCard(facts: ExportFacts, kind: CardKind, snippets: readonly Snippet[]): string {
  const { runName, classNames, target, auxiliary, seed, run, dataset, license } = facts;
  const parts = [
    frontMatter(facts, kind),
    `# ${runName}`,
    LEAD[kind].replace('CLASSIFIER', TASKS[facts.encoder.modality].classifier),
    `Input: ${inputWords(facts.encoder.modality, facts.encoder.tokenizer)}.`,
    `Trained in a browser with the M2PT playground, which implements [Multimodal Pathway](https://arxiv.org/abs/2401.14405): ${plain(target.name)} learned ${classNames.length} classes, with ${plain(auxiliary.name)} as auxiliary.`,
    `Files: ${filesWords(facts, kind)}.`,
    '## What it was made of',
    table(
      ['part', 'model', 'pretrained on', 'licence'],
      [
        ['target', ...partRow(target)],
        ['auxiliary', ...partRow(auxiliary)],
      ],
    ),
    `Licence of this file: **${plain(license.id ?? 'not stated')}**. ${license.why} The licence of each part goes on applying to it.`,
    `Data: ${plain(dataset.name)}, ${dataset.samples} ${MODALITIES[facts.encoder.modality].many} in ${classNames.length} classes. ${dataNote(run.data, MODALITIES[facts.encoder.modality].many)}`,
    `Classes, in order: ${classNames.map(plain).join(', ')}.`,
    '## Training',
    `${run.epochs} epochs, batch ${run.batchSize}, AdamW with peak learning rate ${run.learningRate}, mode ${run.mode}, seed ${seed}, split seed ${run.splitSeed} (70 % training, 15 % validation, 15 % test). All settings are in \`config.json\` under \`m2pt.settings\`.`,
    `λ after training: ${lambdaWords(facts)}`,
    '## Measured',
    measuredWords(facts),
    '## Loading it',
    ...snippets.map(
      ({ title, note, language, code }) => `In ${title}:${note ? ` ${note}` : ''}\n\n\`\`\`${language}\n${code.trimEnd()}\n\`\`\``,
    ),
    '## Citation',
    `\`\`\`bibtex\n${CITATION}\`\`\``,
  ];
  return `${parts.join('\n\n')}\n`;
}

function frontMatter({ encoder, license, target, auxiliary, dataset, measured, runName }: ExportFacts, kind: CardKind): string {
  const { tag } = TASKS[encoder.modality];
  const isTimm = isTimmModel(encoder);
  const bases = [target, auxiliary].map(({ id }) => /^hf:([^@]+)/.exec(id)?.[1]).filter((id) => id !== undefined);
  const lines = [
    ...(license.id ? [`license: ${JSON.stringify(license.id)}`] : []),
    ...(license.id === 'other' ? [`license_name: ${JSON.stringify(`${target.license} and ${auxiliary.license}`)}`] : []),
    ...(bases.length ? ['base_model:', ...bases.map((id) => `- ${JSON.stringify(id)}`)] : []),
    ...(kind === 'merged' && isTimm
      ? ['library_name: timm']
      : kind === 'onnx' && encoder.modality === 'image'
        ? ['library_name: transformers.js']
        : []),
    ...(tag ? [`pipeline_tag: ${tag}`] : []),
    'tags:',
    ...[...(tag ? [tag] : []), 'm2pt', 'multimodal-pathway', ...(kind === 'onnx' ? ['onnx'] : isTimm ? ['timm'] : [])].map(
      (tag) => `- ${tag}`,
    ),
    'model-index:',
    `- name: ${JSON.stringify(runName)}`,
    '  results:',
    `  - task: {type: ${tag ?? 'other'}}`,
    `    dataset: {name: ${JSON.stringify(dataset.name)}, type: ${JSON.stringify(dataset.name)}, split: test}`,
    `    metrics: [{type: accuracy, value: ${measured.merged}}]`,
  ];
  return `---\n${lines.join('\n')}\n---`;
}

function filesWords({ encoder }: ExportFacts, kind: CardKind): string {
  if (kind === 'onnx' && encoder.modality !== 'image')
    return '`onnx/model.onnx` (opset 17, f32), `config.json` (shape, classes; `m2pt` holds the settings and every λ)';
  if (kind === 'onnx' || isTimmModel(encoder)) return FILES[kind];
  return FILES[kind].replace('timm’s names', 'this playground’s names').replace('timm’s layout', 'this playground’s layout');
}

function partRow({ id, name, data, license }: PartFacts): string[] {
  return [`${plain(name)} (${plain(id)})`, data || 'not stated', license || 'none'];
}

function dataNote(source: string, many: string): string {
  if (source.startsWith('sample:')) return 'It is a sample of the playground, made by its scripts; Apache-2.0.';
  if (source === 'own' || source === '')
    return `The ${many} never left the machine they were on and are not part of this file; their rights are with whoever made them.`;
  return `It was fetched from ${plain(source)}; see there for its licence.`;
}

function lambdaWords({ lambda }: ExportFacts): string {
  const values = Object.values(lambda);
  const sizes = values.map(Math.abs);
  const mean = sizes.reduce((a, b) => a + b, 0) / (sizes.length || 1);
  const far = Math.max(0, ...sizes);
  return `${values.length} values, mean size ${mean.toFixed(4)}, largest ${far.toFixed(4)} (every one in \`config.json\` under \`m2pt.lambda\`).`;
}

function measuredWords({ encoder, measured: { samples, merged, baseline } }: ExportFacts): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const against = baseline === null ? 'No baseline was trained.' : `The same target trained without the auxiliary: ${percent(baseline)}.`;
  return `Test accuracy ${percent(merged)} on ${samples} ${MODALITIES[encoder.modality].many} that were not trained on. ${against} One seed: too few for a verdict.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** One line without Markdown or HTML in it. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#~]/g, '\\$&')
    .trim();
}
