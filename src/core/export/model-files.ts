/**
 * @file The files of one export, before they are zipped.
 */
import type { Params } from '../tensor/params.ts';
import type { ExportFacts } from './export-facts.ts';
import { type FileInParts, wholeFile } from './file-in-parts.ts';
import { type CardKind, modelCard } from './model-card.ts';
import { ownConfig } from './own-config.ts';
import { appSnippet, onnxSnippet, type Snippet, timmSnippet, transformersSnippet } from './snippets.ts';
import { tensorSources } from './tensor-source.ts';
import { timmConfig } from './timm-config.ts';
import { isTimmModel, timmTensors } from './timm-layout.ts';
import { onnxValuesSnippet, timmValuesSnippet } from './value-snippets.ts';
import { weightsFile } from './weights-file.ts';

/**
 * @param params of the pathway arm for `un-merged`, else the merged model; they must live until the files are written
 * @throws PlaygroundError `export-unsupported`, `export-too-large`
 */
export async function modelFiles(kind: CardKind, facts: ExportFacts, params: Params): Promise<FileInParts[]> {
  const card = wholeFile('README.md', modelCard(facts, kind, snippetsFor(kind, facts)));
  const sources = tensorSources(params);
  if (kind !== 'onnx') {
    const isTimm = isTimmModel(facts.encoder);
    const config = wholeFile('config.json', isTimm ? timmConfig(facts, kind) : ownConfig(facts, kind));
    return [config, card, await weightsFile('model.safetensors', isTimm ? timmTensors(facts.encoder, sources) : sources)];
  }
  // What only this kind needs is fetched for it only.
  const [{ onnxFile }, { preprocessorConfig, transformersKeys }] = await Promise.all([
    import('./onnx/onnx-file.ts'),
    import('./transformers-config.ts'),
  ]);
  const isPicture = facts.encoder.modality === 'image';
  return [
    ...(isPicture
      ? [
          wholeFile('config.json', timmConfig(facts, 'merged', transformersKeys(facts))),
          wholeFile('preprocessor_config.json', preprocessorConfig(facts)),
        ]
      : [wholeFile('config.json', ownConfig(facts, 'merged'))]),
    card,
    onnxFile('onnx/model.onnx', facts, sources),
  ];
}

/** How each kind is loaded, best way first. */
export function snippetsFor(kind: CardKind, { encoder }: Pick<ExportFacts, 'encoder'>): Snippet[] {
  const isPicture = encoder.modality === 'image';
  if (kind === 'onnx') return isPicture ? [transformersSnippet(), onnxSnippet(encoder)] : [onnxValuesSnippet(encoder)];
  const timm = isTimmModel(encoder) ? [isPicture ? timmSnippet(encoder, kind) : timmValuesSnippet(encoder, kind)] : [];
  return kind === 'merged' || timm.length === 0 ? [...timm, appSnippet(encoder)] : timm;
}
