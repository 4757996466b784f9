/**
 * @file What a checkpoint is, from its header and configuration alone: family, shape, what is used, what is set aside, what
 * is wrong. Loading and inspecting both start here.
 */
import { PlaygroundError, type Problem } from '../errors.ts';
import { bodyShapes } from '../m2pt/encoder.ts';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import { headShapes } from '../m2pt/head.ts';
import { tokenGrid } from '../m2pt/plain-shape.ts';
import { type CanonicalNames, canonicalNames } from './canonical.ts';
import { asideText, listed, sortNames } from './checkpoint-names.ts';
import { detectFamily, wrapperPrefix } from './detect-family.ts';
import { isFloat } from './dtypes.ts';
import type { ModelFiles } from './load-encoder.ts';
import { pathwayLinears } from './pathway-weights.ts';
import { encoderConfig, type StatedConfig, statedCard, statedConfig } from './read-config.ts';
import { type OpenedSafetensors, openSafetensors } from './safetensors-stream.ts';
import { tensorFacts } from './tensor-facts.ts';

export interface Checkpoint {
  opened: OpenedSafetensors;
  family: Family | null;
  names: CanonicalNames | null;
  config: EncoderConfig | null;
  license: string;
  data: string;
  /** Canonical names and shapes of what is loaded; the head only where it is complete. */
  body: Record<string, number[]>;
  head: Record<string, number[]> | null;
  /** Linears with an auxiliary beside them, which is folded in. */
  linked: string[];
  /** Grids of the file's positions and of the ones that are needed, where they differ. */
  resample: { from: [number, number]; to: [number, number] } | null;
  setAside: string[];
  missing: string[];
  unknown: string[];
  notes: string[];
  problems: Problem[];
}

export type InputSize = readonly [height: number, width: number];

/**
 * @param inputSize another picture size, a multiple of the patch size; positions are resampled to it
 * @throws PlaygroundError when the weights file is no safetensors file, or config.json no configuration; everything else is in `problems`
 */
export async function describeCheckpoint(files: ModelFiles, inputSize?: InputSize): Promise<Checkpoint> {
  const stated = statedConfig(files.configText, `${files.folder}/config.json`);
  const opened = await openSafetensors(files.weights);
  const shapes = [...opened.entries.values()].map(({ name, shape }) => [name, shape] as const);
  const prefix = wrapperPrefix(opened.entries.keys());
  const family = detectFamily(new Map(shapes.map(([name, shape]) => [name.slice(prefix.length), shape])), stated.family);
  const checkpoint: Checkpoint = {
    ...{ opened, family, names: null, config: null, ...statedCard(stated, files.readme) },
    ...{ body: {}, head: null, linked: [], resample: null, setAside: [], missing: [], unknown: [], notes: [], problems: [] },
  };
  if (!family) {
    checkpoint.unknown = [...opened.entries.keys()];
    checkpoint.problems.push({
      code: 'model-family',
      message: `${opened.name} has names of no family that is known here: ${listed(checkpoint.unknown)}.`,
      hint: 'ViT, DeiT, MAE, AST, AudioMAE, VideoMAE and Point-MAE are read; docs/models.md lists their names.',
      where: opened.name,
    });
    return checkpoint;
  }
  checkpoint.names = canonicalNames(shapes, family);
  try {
    fillShape(checkpoint, checkpoint.names, family, stated, files.folder, inputSize);
  } catch (thrown) {
    if (!(thrown instanceof PlaygroundError)) throw thrown;
    const { code, message, hint } = thrown;
    checkpoint.problems.push({ code, message, hint, where: files.folder });
  }
  return checkpoint;
}

/** Fills in the shape and everything that follows from it. */
function fillShape(
  checkpoint: Checkpoint,
  names: CanonicalNames,
  family: Family,
  stated: StatedConfig,
  folder: string,
  inputSize: InputSize | undefined,
): void {
  const { tensors } = names;
  const facts = tensorFacts(tensors);
  const where = stated.kind === 'none' ? checkpoint.opened.name : `${folder}/config.json`;
  const { config: asFiled, notes } = encoderConfig(stated, family, facts, folder, where);
  const config = inputSize ? resized(asFiled, inputSize) : asFiled;
  const body = bodyShapes(config);
  const problem = (code: string, message: string, hint: string) => checkpoint.problems.push({ code, message, hint, where: folder });

  checkpoint.resample = differingGrids(tensors.get('pos_embed')?.shape, asFiled, config);
  const wrong: string[] = [];
  for (const [name, shape] of Object.entries(body)) {
    const found = tensors.get(name);
    if (!found) checkpoint.missing.push(name);
    if (!found) wrong.push(`“${name}” is missing`);
    else if (!fits(name, found.shape, shape, checkpoint.resample !== null))
      wrong.push(`“${name}” is ${found.shape.join('×') || 'one number'}, expected ${shape.join('×')}`);
  }
  const { numClasses } = facts;
  const head = numClasses ? headShapes(config, numClasses) : {};
  const lacking = Object.keys(head).filter((name) => String(tensors.get(name)?.shape) !== String(head[name]));
  const complete = numClasses > 0 && lacking.length === 0;
  if (numClasses && !complete)
    notes.push(`The head was set aside: ${listed(lacking.map((name) => `“${name}” does not fit or is missing`))}.`);
  // Features of an encoder whose norm stands behind pooling are normed too.
  const lonely = !numClasses && config.finalNorm === 'fc_norm' && tensors.has('fc_norm.weight') && tensors.has('fc_norm.bias');
  const norm = lonely ? { 'fc_norm.weight': [config.embedDim], 'fc_norm.bias': [config.embedDim] } : {};

  const pathway = pathwayLinears(tensors);
  const used = new Set([...Object.keys(body), ...Object.keys(norm), ...(complete ? Object.keys(head) : []), ...pathway.names]);
  const sorted = sortNames(names, used);
  if (wrong.length)
    problem(
      'model-shapes',
      `${checkpoint.opened.name} does not fit its ${stated.kind === 'none' ? 'other tensors' : 'config.json'}: ${listed(wrong)}.`,
      'Check width, depth, heads and patch size in config.json, or export the model again.',
    );
  if (sorted.refused.length && !wrong.length)
    problem(
      'model-names',
      `${checkpoint.opened.name} holds tensors that take part in the model and that this encoder does not have: ${listed(sorted.refused)}.`,
      'Ignoring them would change the result. Choose a plain ViT of one of the families in docs/models.md.',
    );
  if (names.twice.length)
    problem('model-names', `${checkpoint.opened.name} holds these twice, under two names: ${listed(names.twice)}.`, 'Save it again.');
  if (pathway.problem) problem('model-pathway', `${checkpoint.opened.name} ${pathway.problem}.`, 'Export the run again.');
  const integers = [...used]
    .flatMap((name) => tensors.get(name)?.pieces ?? [])
    .filter((file) => file && !isFloat(checkpoint.opened.entries.get(file)!.dtype));
  if (integers.length)
    problem(
      'model-integers',
      `${checkpoint.opened.name} stores parameters as integers: ${listed(integers.map((file) => `“${file}” as ${checkpoint.opened.entries.get(file!)!.dtype}`))}.`,
      'Quantized models are not read: choose the weights in 16 or 32 bits.',
    );

  if (pathway.linears.length)
    notes.push(`The file is an un-merged pathway: ${pathway.linears.length} auxiliary matrices were folded in as W + λ·W_aux.`);
  if (checkpoint.resample)
    notes.push(`Positions were resampled from ${checkpoint.resample.from.join('×')} to ${checkpoint.resample.to.join('×')} tokens.`);
  if (sorted.aside.size) notes.push(`Set aside, not used here: ${asideText(sorted.aside)}.`);
  if (sorted.unknown.length) notes.push(`Not known and not used: ${listed(sorted.unknown)}.`);
  const out = new Set([...sorted.aside.keys(), ...sorted.unknown]);
  Object.assign(checkpoint, {
    ...{
      config,
      body: { ...body, ...norm },
      head: complete ? head : null,
      linked: pathway.linears,
      unknown: [...sorted.unknown, ...sorted.refused],
    },
    ...{ setAside: [...checkpoint.opened.entries.keys()].filter((name) => out.has(name)), notes },
  });
}

/** Patch weights may come as the matrix [D, C·h·w]; positions are resampled where that was found possible. */
function fits(name: string, found: readonly number[], wanted: readonly number[], resampled: boolean): boolean {
  if (String(found) === String(wanted)) return true;
  if (name === 'pos_embed') return resampled && found.length === 3 && found[0] === 1 && found[2] === wanted[2];
  const size = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);
  return name === 'patch_embed.proj.weight' && found.length === 2 && found[0] === wanted[0] && size(found) === size(wanted);
}

/** The file's grid is the configuration's own where the count agrees, else a square. Null where nothing is to be done, or cannot. */
function differingGrids(found: readonly number[] | undefined, asFiled: EncoderConfig, config: EncoderConfig): Checkpoint['resample'] {
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

function resized(config: EncoderConfig, inputSize: InputSize): EncoderConfig {
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
