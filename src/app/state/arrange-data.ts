/**
 * @file From what was read, the labels that were chosen and the edits that were made to everything the page shows and trains on:
 * samples, classes, data set, problems. Pure, so that any step can be taken back. After data-import.ts, before the Data column.
 */
import { assembleDataset } from '../../core/data/assemble.ts';
import { checkDataset } from '../../core/data/check.ts';
import type { DatasetPlan } from '../../core/data/dataset.ts';
import { applyEdits, type DatasetEdit, type EditedDataset } from '../../core/data/labels/dataset-edits.ts';
import type { LabelChoices } from '../../core/data/labels/label-drop.ts';
import { compareNatural } from '../../core/data/natural-order.ts';
import type { RecordForm } from '../../core/data/record-form.ts';
import type { Problem } from '../../core/errors.ts';
import type { DroppedFile, ParsedSample } from '../../worker/parse-protocol.ts';
import { distinctSamples } from './distinct-samples.ts';

/** What came at once: files, and what was read of them. */
export interface Drop {
  files: readonly DroppedFile[];
  /** As the parse worker gave them. */
  samples: readonly ParsedSample[];
  rejected: readonly Problem[];
  /** Remarks on the whole drop. */
  notices: readonly Problem[];
  /** The ways in which its files could get their classes; null where there is one only. */
  labels: LabelChoices | null;
  /** The way that is used, where another than the worker's own was chosen. */
  labeling: string | null;
}

export interface SampleClass {
  name: string;
  /** In natural order of their paths. */
  samples: readonly ParsedSample[];
  /** False where there are too few to train. */
  usable: boolean;
}

export interface Arranged {
  /** Of all classes, each with a path of its own, as edited. */
  samples: readonly ParsedSample[];
  /** In natural order, also those that are too small to use. */
  classes: readonly SampleClass[];
  /** Files that were left out, each with its reason. */
  rejected: readonly Problem[];
  /** What is unusual in the whole; when there is no data set, the last one says why. */
  problems: readonly Problem[];
  dataset: DatasetPlan | null;
  /** For each edit, a sentence on what it did. */
  steps: EditedDataset['steps'];
}

interface ToArrange {
  drops: readonly Drop[];
  edits: readonly DatasetEdit[];
  name: string;
  form: RecordForm;
  folder: string;
}

/** Everything that follows. Never throws for data that cannot be trained on: `dataset` is null then. */
export function arrangeData({ drops, edits, name, form, folder }: ToArrange): Arranged {
  const { samples: found, twice } = distinctSamples(drops.flatMap(labelledSamples), form.modality);
  const edited = edits.length === 0 ? { samples: found, steps: [] } : applyEdits(found, edits);
  const samples = edits.length === 0 ? found : withClasses(found, edited.samples);
  const classes = classesOf(samples);
  const { problems, usable, isBlocked } = checkDataset(
    classes.map((one) => one.name),
    classes.map((one) => one.samples.length),
    form.modality,
    drops.flatMap((drop) => drop.rejected),
  );
  return {
    samples,
    classes: classes.map((one, label) => ({ ...one, usable: usable[label] ?? false })),
    rejected: drops.flatMap((drop) => drop.rejected),
    problems: [
      ...(twice ? [twice] : []),
      ...drops.flatMap((drop) => drop.notices),
      ...(isBlocked && edits.length > 0 ? mendable(problems) : problems),
    ],
    dataset: isBlocked ? null : assembleDataset(name, form, folder, samples).dataset,
    steps: edited.steps,
  };
}

/** What was left out by hand is one step away: the reason, which comes last, says so. */
function mendable(problems: readonly Problem[]): Problem[] {
  return problems.map((one, at) =>
    at === problems.length - 1 ? { ...one, hint: 'Undo the last change, or add files of another class.' } : one,
  );
}

/** The samples of a drop with the classes of the chosen way; those that it gives none are left out. */
export function labelledSamples({ samples, labels, labeling }: Drop): readonly ParsedSample[] {
  const option = labels?.options.find(({ id }) => id === labeling);
  if (!labels || !option) return samples;
  const classOf = new Map(labels.paths.map((path, at) => [path, option.classNames[option.labels[at] ?? -1]]));
  return samples.flatMap((sample) => {
    const className = classOf.get(sample.path);
    return className === undefined ? [] : [sameSample(sample, className)];
  });
}

function withClasses(found: readonly ParsedSample[], edited: EditedDataset['samples']): ParsedSample[] {
  const sampleOf = new Map(found.map((sample) => [sample.path, sample]));
  return edited.flatMap(({ path, className }) => {
    const sample = sampleOf.get(path);
    return sample ? [sameSample(sample, className)] : [];
  });
}

/** The same object where its class stays, so that nothing is drawn anew. */
function sameSample(sample: ParsedSample, className: string): ParsedSample {
  return sample.className === className ? sample : { ...sample, className };
}

function classesOf(samples: readonly ParsedSample[]): Omit<SampleClass, 'usable'>[] {
  const byClass = new Map<string, ParsedSample[]>();
  for (const sample of samples) {
    const ofClass = byClass.get(sample.className);
    if (ofClass) ofClass.push(sample);
    else byClass.set(sample.className, [sample]);
  }
  return [...byClass]
    .map(([name, ofClass]) => ({ name, samples: ofClass.sort((a, b) => compareNatural(a.path, b.path)) }))
    .sort((a, b) => compareNatural(a.name, b.name));
}
