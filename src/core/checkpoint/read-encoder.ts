/**
 * @file Reads a described checkpoint's numbers, tensor by tensor, into canonical parameters.
 */
import { PlaygroundError } from '../errors.ts';
import type { HostParams, HostTensor } from '../tensor/params.ts';
import { assemble } from './canonical.ts';
import { type Checkpoint, describeCheckpoint } from './describe-checkpoint.ts';
import type { InputSize } from './fit-shapes.ts';
import type { LoadedEncoder, ModelFiles } from './loaded-encoder.ts';
import { foldPathway } from './pathway-weights.ts';
import { statedConfig } from './read-config.ts';
import { resamplePositions } from './resample-positions.ts';

/** @throws PlaygroundError with the first of the checkpoint's problems, or naming a tensor that holds NaN or infinity */
export async function readEncoder(files: ModelFiles, inputSize?: InputSize): Promise<LoadedEncoder> {
  statedConfig(files.configText, `${files.folder}/config.json`, files.preprocessorText); // the small file first: its faults are named before weights are fetched
  const checkpoint = await describeCheckpoint(files, inputSize);
  const { config, family, license, data, setAside, notes, problems, headProblem } = checkpoint;
  if (problems[0]) throw new PlaygroundError(problems[0]);
  if (!config || !family) throw new TypeError('A checkpoint without problems has a configuration');
  const params = await readParams(checkpoint, checkpoint.body);
  const head = checkpoint.head ? await readParams(checkpoint, checkpoint.head) : null;
  const last = head?.['head.weight'] ?? head?.['head.8.weight'];
  return {
    ...{ config, family, license, data, params, head, setAside, notes },
    numClasses: last?.shape[0] ?? 0,
    bytes: files.weights.size,
    ...(headProblem ? { headProblem } : {}),
  };
}

async function readParams(checkpoint: Checkpoint, shapes: Record<string, number[]>): Promise<HostParams> {
  const { linked, resample, config } = checkpoint;
  const params: HostParams = {};
  for (const [name, shape] of Object.entries(shapes)) {
    let tensor = await readFinite(checkpoint, name);
    const linear = name.replace(/\.weight$/, '');
    if (name.endsWith('.weight') && linked.includes(linear))
      tensor = foldPathway(
        tensor,
        await readFinite(checkpoint, `${linear}.aux_weight`),
        await readFinite(checkpoint, `${linear}.cross_modal_scale`),
      );
    if (name === 'pos_embed' && resample) tensor = resamplePositions(tensor, resample.from, resample.to, config!.prefixTokens.length);
    params[name] = { shape, data: tensor.data };
  }
  return params;
}

async function readFinite({ opened, names }: Checkpoint, canonical: string): Promise<HostTensor> {
  return assemble(names!.tensors.get(canonical)!, async (file) => {
    const tensor = await opened.read(file);
    const at = firstNotFinite(tensor.data);
    if (at < 0) return tensor;
    throw new PlaygroundError({
      code: 'model-not-finite',
      message: `${opened.name}: “${file}” holds values that are not finite (${tensor.data[at]} at place ${at}).`,
      hint: 'The training that made it diverged, or the file is damaged: take an earlier checkpoint.',
      where: file,
    });
  });
}

/** Place of the first NaN or infinity, −1 without one. A plain loop: large models have a hundred million values. */
function firstNotFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
