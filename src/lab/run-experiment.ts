/**
 * @file One experiment of the lab, checked in Node before, to its result: start the engine, open models, import data,
 * train, merge. Everything that can be refused is refused before the first training step.
 */
import { PlaygroundError, toProblem } from '../core/errors.ts';
import type { Comparison, ExperimentEvent, ExperimentFinished, ExperimentStarted } from '../core/lab/events.ts';
import { createEngineClient, type EngineClient } from '../worker/client.ts';
import { sayBackend } from './backend-line.ts';
import type { Experiment } from './experiment-file.ts';
import { loadData } from './load-data.ts';
import { chooseModels } from './models.ts';
import { createProgress } from './progress.ts';
import type { RunRequest } from './request.ts';
import { type LabResult, makeResult } from './result-file.ts';

/** Interleaved latency measurements after the merge. */
const LATENCY_PAIRS = 40;

/** @throws PlaygroundError whose message and hint are for the user */
export async function runExperiment(request: RunRequest, say: (line: string) => void): Promise<LabResult> {
  const { experiment } = request;
  const engine = createEngineClient();
  try {
    const backend = await engine.call('start', { backend: experiment.backend });
    sayBackend(backend, say);

    const models = await chooseModels(engine, request, experiment.config);
    const limit = { perClass: experiment.config.limitPerClass, seed: experiment.config.splitSeed };
    const { dataset, rejected, notices } = await loadData(request.dataName, 'lab/data/', request.paths, models.form, limit, say);
    for (const notice of notices) say(`data: ${notice.message}`);
    const classes = dataset.classNames.map((name, index) => ({ name, samples: dataset.labels.filter((label) => label === index).length }));
    await engine.call('setDataset', { dataset });

    const config = { ...experiment.config, target: models.targetId, auxiliary: models.auxiliaryId };
    const { started, comparison, finished } = await train(engine, { ...experiment, config }, models, say);
    if (finished.canMerge) say('merging and measuring…');
    const merge = finished.canMerge ? await engine.call('merge', { pairs: LATENCY_PAIRS }) : null;
    if (merge) say(`merged: logits differ by ${merge.relativeLogitDifference.toExponential(1)} (relative)`);
    if (request.wantsProject && comparison) await putProject(engine, say);
    return makeResult({
      backend,
      config: {
        ...config,
        data: request.data,
        target: experiment.config.target,
        auxiliary: experiment.config.auxiliary,
        seeds: experiment.seeds,
        arms: experiment.arms,
      },
      classes,
      split: started.split,
      rejected,
      notices,
      results: finished.results,
      comparison,
      merge,
    });
  } finally {
    engine.dispose();
  }
}

interface Trained {
  started: ExperimentStarted;
  comparison: Comparison | null;
  finished: ExperimentFinished;
}

/** Starts the experiment and follows its events to the end. */
async function train(
  engine: EngineClient,
  experiment: Experiment,
  models: Awaited<ReturnType<typeof chooseModels>>,
  say: (line: string) => void,
): Promise<Trained> {
  const progress = createProgress();
  let started: ExperimentStarted | undefined;
  let comparison: Comparison | null = null;
  const over = new Promise<ExperimentFinished>((resolve, reject) => {
    engine.onDeath((problem) => reject(new PlaygroundError(problem)));
    engine.subscribe((event) => {
      if (event.type === 'experimentFailed') return reject(new PlaygroundError(event.problem));
      if (event.type === 'paused' || event.type === 'resumed' || event.type === 'modelDownloading') return;
      const line = progress(event satisfies ExperimentEvent);
      if (line !== null) say(line);
      if (event.type === 'experimentStarted') started = event;
      if (event.type === 'comparisonUpdated') comparison = event.comparison;
      if (event.type === 'experimentFinished') resolve(event);
    });
  });
  const { config, seeds, arms } = experiment;
  const begun = engine.call('startExperiment', { config, target: models.target, auxiliary: models.auxiliary, seeds, arms });
  const [finished] = await Promise.all([over, begun]);
  if (!started) throw new Error('The engine finished an experiment that it never started.');
  return { started, comparison, finished };
}

/** Puts the PyTorch project of the last pair where scripts/lab/ takes it. A result without it is still a result. */
async function putProject(engine: EngineClient, say: (line: string) => void): Promise<void> {
  try {
    const [project] = await engine.call('exportModel', { format: 'pytorch' });
    const response = project && (await fetch('lab/out/project', { method: 'PUT', body: project.blob }));
    if (!response?.ok) throw new Error('it could not be written beside the result');
  } catch (thrown) {
    say(`project: no PyTorch project: ${toProblem(thrown).message}`);
  }
}
