/**
 * @file What a checkpoint is, from its header and configuration alone: family, shape, what is used, what is set aside, what
 * is wrong. Loading and inspecting both start here.
 */
import { PlaygroundError, type Problem, toProblem } from '../errors.ts';
import { bodyShapes } from '../m2pt/encoder.ts';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import { type CanonicalNames, canonicalNames } from './canonical.ts';
import { asideText, listed, sortNames } from './checkpoint-names.ts';
import { isPointModel } from './config-inferred.ts';
import { detectFamily, wrapperPrefix } from './detect-family.ts';
import { isFloat } from './dtypes.ts';
import { familyConflict } from './family-words.ts';
import { differingGrids, fits, type Grids, type InputSize, resized } from './fit-shapes.ts';
import { foreignModel } from './foreign-models.ts';
import { headState } from './head-state.ts';
import type { ModelFiles } from './loaded-encoder.ts';
import { type PathwayLinears, pathwayLinears } from './pathway-weights.ts';
import { encoderConfig, type StatedConfig, statedCard, statedClasses, statedConfig } from './read-config.ts';
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
  /** Why the head in the file cannot be used, one sentence; null where it can, or there is none. */
  headProblem: string | null;
  /** Linears with an auxiliary beside them, which is folded in. */
  linked: string[];
  /** Grids of the file's positions and of the ones that are needed, where they differ. */
  resample: Grids | null;
  setAside: string[];
  missing: string[];
  unknown: string[];
  notes: string[];
  problems: Problem[];
}

/**
 * @param inputSize another picture size, a multiple of the patch size; positions are resampled to it
 * @throws PlaygroundError when the weights file is no safetensors file; everything else is in `problems`
 */
export async function describeCheckpoint(files: ModelFiles, inputSize?: InputSize): Promise<Checkpoint> {
  const problems: Problem[] = [];
  const stated = collect(problems, files.folder, () =>
    statedConfig(files.configText, `${files.folder}/config.json`, files.preprocessorText),
  );
  const opened = await openSafetensors(files.weights);
  const shapes = [...opened.entries.values()].map(({ name, shape }) => [name, shape] as const);
  const prefix = wrapperPrefix(opened.entries.keys());
  const bare = new Map(shapes.map(([name, shape]) => [name.slice(prefix.length), shape]));
  const foreign = foreignModel(bare);
  const family = foreign ? null : detectFamily(bare, stated?.family ?? null);
  const checkpoint: Checkpoint = {
    ...{ opened, family, names: null, config: null, ...statedCard(stated, files.readme) },
    ...{ body: {}, head: null, headProblem: null, linked: [], resample: null, setAside: [], missing: [], unknown: [], notes: [], problems },
  };
  if (!family) {
    checkpoint.unknown = [...opened.entries.keys()];
    const strange = checkpoint.unknown.length
      ? `has names of no family that is known here: ${listed(checkpoint.unknown)}`
      : 'holds no tensors';
    checkpoint.problems.push({
      code: 'model-family',
      message: `${opened.name} ${foreign ?? strange}.`,
      hint: 'ViT, DeiT, MAE, AST, AudioMAE, VideoMAE and Point-MAE are read; docs/models.md lists their names.',
      where: opened.name,
    });
    return checkpoint;
  }
  checkpoint.names = canonicalNames(shapes, family);
  const { names } = checkpoint;
  if (stated) collect(problems, files.folder, () => fillShape(checkpoint, names, family, stated, files.folder, inputSize));
  return checkpoint;
}

/** What `work` gives; null where it found a problem, which is then in the list. */
function collect<T>(problems: Problem[], where: string, work: () => T): T | null {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof PlaygroundError)) throw thrown;
    problems.push({ where, ...toProblem(thrown) });
    return null;
  }
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
  const conflict = familyConflict(family, stated, isPointModel(facts));
  if (conflict)
    throw new PlaygroundError({
      code: 'model-family-differs',
      message: `${checkpoint.opened.name} and its config.json do not belong together: ${conflict}.`,
      hint: 'Take config.json from the place that the weights come from.',
      where: folder,
    });
  const where = stated.kind === 'none' ? checkpoint.opened.name : `${folder}/config.json`;
  const { config: asFiled, notes } = encoderConfig(stated, family, facts, folder, where);
  const config = inputSize ? resized(asFiled, inputSize) : asFiled;
  const body = bodyShapes(config);

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
  const { shapes: head, problem: headProblem } = headState(names, config, numClasses, wrapperPrefix(checkpoint.opened.entries.keys()));
  if (headProblem) notes.push(`The head in the file was set aside: ${headProblem}.`);
  const classes = statedClasses(stated);
  // transformers writes labels beside models without a head, too.
  const differs = head ? classes !== numClasses : classes !== 0 && stated.kind === 'timm' && !headProblem;
  if (classes !== null && differs)
    notes.push(`The config.json states ${classes} classes; the file has ${head ? `a head of ${numClasses}` : 'no head'}.`);
  // Features of an encoder whose norm stands behind pooling are normed too.
  const lonely = !numClasses && config.finalNorm === 'fc_norm' && tensors.has('fc_norm.weight') && tensors.has('fc_norm.bias');
  const norm = lonely ? { 'fc_norm.weight': [config.embedDim], 'fc_norm.bias': [config.embedDim] } : {};

  const pathway = pathwayLinears(tensors);
  const used = new Set([...Object.keys(body), ...Object.keys(norm), ...Object.keys(head ?? {}), ...pathway.names]);
  const sorted = sortNames(names, used);
  const { entries } = checkpoint.opened;
  checkpoint.problems.push(...findProblems({ checkpoint, names, wrong, used, refused: sorted.refused, pathway, folder, stated }));

  if (pathway.linears.length)
    notes.push(`The file is an un-merged pathway: ${pathway.linears.length} auxiliary matrices were folded in as W + λ·W_aux.`);
  if (checkpoint.resample)
    notes.push(`Positions were resampled from ${checkpoint.resample.from.join('×')} to ${checkpoint.resample.to.join('×')} tokens.`);
  if (sorted.aside.size) notes.push(`Set aside, not used here: ${asideText(sorted.aside)}.`);
  if (sorted.unknown.length) notes.push(`Not known and not used: ${listed(sorted.unknown)}.`);
  const out = new Set([...sorted.aside.keys(), ...sorted.unknown]);
  checkpoint.config = config;
  checkpoint.body = { ...body, ...norm };
  checkpoint.head = head;
  checkpoint.headProblem = headProblem && `The head in ${checkpoint.opened.name} cannot be used: ${headProblem}.`;
  checkpoint.linked = pathway.linears;
  checkpoint.unknown = [...sorted.unknown, ...sorted.refused];
  checkpoint.setAside = [...entries.keys()].filter((name) => out.has(name));
  checkpoint.notes = notes;
}

interface Findings {
  checkpoint: Checkpoint;
  names: CanonicalNames;
  /** Missing names and shapes that differ, as phrases. */
  wrong: string[];
  /** Canonical names that are taken. */
  used: ReadonlySet<string>;
  /** Names in the file that cannot be ignored. */
  refused: string[];
  pathway: PathwayLinears;
  folder: string;
  stated: StatedConfig;
}

/** What keeps a file of a known family and a good configuration from being loaded; the gravest first. */
function findProblems({ checkpoint, names, wrong, used, refused, pathway, folder, stated }: Findings): Problem[] {
  const { name: file, entries } = checkpoint.opened;
  const problems: Problem[] = [];
  const problem = (code: string, message: string, hint: string) =>
    problems.push({ code, message: `${file} ${message}.`, hint, where: folder });
  const strange = refused.filter((name) => names.unknown.includes(name));
  if (strange.length || (refused.length && !wrong.length))
    problem(
      'model-names',
      `holds tensors that take part in the model and that this encoder does not have: ${listed(strange.length ? strange : refused)}`,
      'Ignoring them would change the result. Choose a plain ViT of one of the families in docs/models.md.',
    );
  if (wrong.length)
    problem(
      'model-shapes',
      `does not fit its ${stated.kind === 'none' ? 'other tensors' : 'config.json'}: ${listed(wrong)}`,
      'Check width, depth, heads and patch size in config.json, or export the model again.',
    );
  if (names.twice.length) problem('model-names', `holds these twice, under two names: ${listed(names.twice)}`, 'Save it again.');
  if (pathway.problem) problem('model-pathway', pathway.problem, 'Export the run again.');
  const pieces = [...used].flatMap((name) => tensorPieces(names, name));
  const integers = pieces.filter((piece) => !isFloat(entries.get(piece)!.dtype));
  if (integers.length)
    problem(
      'model-integers',
      `stores parameters as integers: ${listed(integers.map((piece) => `“${piece}” as ${entries.get(piece)!.dtype}`))}`,
      'Quantized models are not read: choose the weights in 16 or 32 bits.',
    );
  return problems;
}

/** Names in the file that a canonical tensor is made of. */
function tensorPieces({ tensors }: CanonicalNames, canonical: string): string[] {
  return (tensors.get(canonical)?.pieces ?? []).filter((piece) => piece !== null);
}
