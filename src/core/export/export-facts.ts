/**
 * @file What every exported file tells about a model: its shape, its classes, what went into it, what was measured.
 * Plain values; config.json, the model card and the snippets are made from them.
 */
import type { RunConfig } from '../../config/run-config.ts';
import type { LoadedEncoder } from '../checkpoint/load-encoder.ts';
import type { Dataset } from '../data/dataset.ts';
import type { EncoderConfig, Family } from '../m2pt/encoder-config.ts';
import { lambdaNames, linkedLinears, scaleName } from '../m2pt/names.ts';
import type { Params } from '../tensor/params.ts';
import { type CarriedLicense, carriedLicense } from './carried-license.ts';
import { runName } from './run-name.ts';

/** One model that went in. */
export interface PartFacts {
  /** As settings name it: `nano-image`, `hf:owner/name@revision`, `own:name`, `scratch`. */
  id: string;
  name: string;
  license: string;
  /** What it was pretrained on, one phrase. */
  data: string;
  family: Family;
}

export interface Measured {
  /** Test samples, none of them trained on. */
  samples: number;
  /** In [0, 1]. */
  merged: number;
  /** In [0, 1]; null when the baseline arm was not trained. */
  baseline: number | null;
}

export interface ExportFacts {
  /** `textures-nano-image-seed-0` */
  runName: string;
  encoder: EncoderConfig;
  classNames: readonly string[];
  seed: number;
  /** Settings of the run. */
  run: RunConfig;
  dataset: { name: string; samples: number };
  target: PartFacts;
  auxiliary: PartFacts;
  /** By name: `blocks.0.attn.qkv`, or `blocks.0.attn.qkv.q` … when it is split. */
  lambda: Record<string, number>;
  measured: Measured;
  license: CarriedLicense;
}

export interface FactSources {
  seed: number;
  encoder: EncoderConfig;
  dataset: Dataset;
  run: RunConfig;
  target: LoadedEncoder;
  auxiliary: LoadedEncoder;
  /** Parameters of the pathway arm; only its λ are read. */
  pathway: Params;
  measured: Measured;
}

export async function exportFacts(sources: FactSources): Promise<ExportFacts> {
  const { seed, encoder, dataset, run, pathway, measured } = sources;
  const target = partFacts(run.target, sources.target);
  const auxiliary = partFacts(run.auxiliary, sources.auxiliary);
  const values: number[] = [];
  for (const linear of linkedLinears(pathway)) values.push(...(await pathway[scaleName(linear)]!.data<'float32'>()));
  return {
    runName: runName(dataset.name, encoder.name, seed),
    encoder,
    classNames: dataset.classNames,
    seed,
    run,
    dataset: { name: dataset.name, samples: dataset.labels.length },
    target,
    auxiliary,
    lambda: Object.fromEntries(lambdaNames(pathway).map((name, i) => [name, values[i]!])),
    measured,
    license: carriedLicense([target.license, auxiliary.license]),
  };
}

function partFacts(id: string, { config, license, data, family }: LoadedEncoder): PartFacts {
  return { id, name: config.name, license, data, family };
}
