/**
 * @file Reads a checkpoint's header and config and says what it is, without loading its weights.
 */
import type { ModelFiles } from './load-encoder.ts';
import type { ModelReport } from './model-report.ts';

/**
 * @returns everything that is found, also of a checkpoint that cannot be opened: `problems` then says why
 * @throws PlaygroundError when the weights file cannot be read as safetensors at all
 */
export async function inspectCheckpoint(files: ModelFiles): Promise<ModelReport> {
  const { describeCheckpoint } = await import('./describe-checkpoint.ts');
  const checkpoint = await describeCheckpoint(files);
  const { opened, family, config, names, setAside, missing, unknown, license, body, head, linked, notes, problems } = checkpoint;
  const used = new Set([...Object.keys(body), ...Object.keys(head ?? {})]);
  for (const linear of linked) used.add(`${linear}.aux_weight`).add(`${linear}.cross_modal_scale`);
  const canonical = new Map<string, string>();
  for (const [name, { pieces }] of names?.tensors ?? [])
    if (used.has(name) || !config) for (const file of pieces) if (file) canonical.set(file, name);
  const tensors = [...opened.entries.values()].map(({ name, dtype, shape }) => ({
    ...{ name, dtype, shape },
    canonical: canonical.get(name) ?? null,
  }));
  const last = head?.['head.weight'] ?? head?.['head.8.weight'];
  return {
    ...{ family, config, tensors, setAside, missing, unknown, license, notes },
    parameters: tensors.reduce((sum, { shape }) => sum + shape.reduce((product, dim) => product * dim, 1), 0),
    bytes: files.weights.size,
    numClasses: last?.[0] ?? 0,
    problems: problems.map(({ message }) => message),
  };
}
