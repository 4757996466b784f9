/**
 * @file Everything a person can do on the page, as plain functions. Components call these and read the
 * stores through hooks; nothing here returns state. Failures end in the store they belong to or in the
 * problem banner, so that callers need no catch.
 */
import { defaultConfig } from '../../config/fields.ts';
import { PRESETS } from '../../config/presets.ts';
import type { ArmName, RunConfig } from '../../config/run-config.ts';
import { PlaygroundError, toProblem } from '../../core/errors.ts';
import { configStore, patchConfig, redoConfig, undoConfig } from './config-store.ts';
import { loadSample } from './data-sources.ts';
import { blockingProblem, dataStore } from './data-store.ts';
import { sendDataset } from './engine-dataset.ts';
import { callEngine } from './engine-store.ts';
import { shareLink } from './hash-sync.ts';
import { fitProblem, loadModels, modelsStore, NO_AUXILIARY, readModelFolder, sourceOf } from './models-store.ts';
import { announce, notify, notifyThrown } from './notices-store.ts';
import { markFailed, markStarting, markStopping } from './run-events.ts';
import { isBusy, runStore } from './run-store.ts';

/** The sample that Run the demo uses. */
export const DEMO_SAMPLE = 'textures';
/** Latency pairs of the merge table; the issue asks for 30 or more. */
const LATENCY_PAIRS = 40;

/** True while the demo should merge by itself when its experiment has finished. */
let demoRunning = false;

/** Changes settings; undoable. Values must have passed `checkValue`. Nothing changes while runs are in progress. */
export function setConfig(patch: Partial<RunConfig>): void {
  if (!isBusy(runStore.getState())) patchConfig(patch);
}

/** All settings to their defaults, models included; the data stays. */
export function resetConfig(): void {
  setConfig({ ...defaultConfig(), data: configStore.getState().config.data });
}

export function undo(): void {
  if (!isBusy(runStore.getState())) undoConfig();
}

export function redo(): void {
  if (!isBusy(runStore.getState())) redoConfig();
}

/** @param id of a preset in `config/presets.ts`; an unknown one changes nothing */
export function applyPreset(id: string): void {
  setConfig(PRESETS.find((preset) => preset.id === id)?.values ?? {});
}

export function chooseTarget(id: string): void {
  setConfig({ target: id });
}

export function chooseAuxiliary(id: string): void {
  setConfig({ auxiliary: id });
}

/** Opens a model folder and chooses it. A folder that cannot be used is told in `modelsStore.problem`. */
export async function openModelFolder(files: readonly File[], role: 'target' | 'auxiliary'): Promise<void> {
  try {
    const card = await readModelFolder(files);
    setConfig({ [role]: card.id });
  } catch (thrown) {
    notifyThrown(thrown);
  }
}

/** Why Train cannot be pressed now, in words; null when it can. */
export function trainBlocker(): PlaygroundError | null {
  const { config } = configStore.getState();
  const data = blockingProblem(dataStore.getState());
  if (data) return new PlaygroundError(data);
  const fit = config.auxiliary === NO_AUXILIARY ? null : fitProblem(modelsStore.getState(), config);
  return fit ? new PlaygroundError(fit) : null;
}

/** Trains both arms for every paired seed; without an auxiliary only the baseline. Progress comes through the run store. */
export async function startExperiment(): Promise<void> {
  const { config } = configStore.getState();
  if (isBusy(runStore.getState())) return;
  const before = runStore.getState();
  markStarting();
  try {
    const blocker = trainBlocker();
    if (blocker) throw blocker;
    if (modelsStore.getState().phase !== 'ready') await loadModels();
    const target = sourceOf(config.target);
    const auxiliary = config.auxiliary === NO_AUXILIARY ? null : sourceOf(config.auxiliary);
    const arms: ArmName[] = auxiliary ? ['baseline', 'pathway'] : ['baseline'];
    const seeds = Array.from({ length: config.pairedSeeds }, (_, pair) => config.seed + pair);
    await sendDataset();
    await callEngine('startExperiment', { config, target, auxiliary, seeds, arms });
  } catch (thrown) {
    demoRunning = false;
    markFailed(toProblem(thrown));
    if (before.merge) runStore.setState({ merge: before.merge, mergePhase: before.mergePhase });
  }
}

/** Sends a command that has no result; a refusal goes to the banner. */
async function steer(command: 'pause' | 'resume' | 'step' | 'stop'): Promise<void> {
  try {
    await callEngine(command, {});
  } catch (thrown) {
    notifyThrown(thrown);
  }
}

export const pauseRun = (): Promise<void> => steer('pause');
export const resumeRun = (): Promise<void> => steer('resume');
/** While paused: one training step. */
export const stepRun = (): Promise<void> => steer('step');

/** Ends after the current step; finished runs are kept. */
export function stopRun(): Promise<void> {
  demoRunning = false;
  markStopping();
  return steer('stop');
}

/** Raises the number of pairs by `count` and trains; pairs that were there are trained again with the same seeds. */
export async function addMoreSeeds(count: number): Promise<void> {
  const { config } = configStore.getState();
  setConfig({ pairedSeeds: Math.min(20, config.pairedSeeds + count) });
  await startExperiment();
}

/** In one press: default settings, the Textures sample, both arms, then merge. */
export async function runDemo(): Promise<void> {
  if (isBusy(runStore.getState())) return;
  resetConfig();
  if (!(await loadSample(DEMO_SAMPLE))) return;
  demoRunning = true;
  await startExperiment();
}

/** Called when an experiment has finished: the demo goes on to merge. */
export async function continueDemo(): Promise<void> {
  if (!demoRunning) return;
  demoRunning = false;
  if (runStore.getState().mergePhase === 'ready') await mergeNow();
}

/** Folds the last complete pair and measures baseline, two branches and merged. */
export async function mergeNow(): Promise<void> {
  if (runStore.getState().mergePhase === 'merging') return;
  runStore.setState({ mergePhase: 'merging' });
  try {
    const merge = await callEngine('merge', { pairs: LATENCY_PAIRS });
    runStore.setState({ merge, mergePhase: 'merged' });
    announce('Merged. The table of costs is in Try.');
  } catch (thrown) {
    runStore.setState({ mergePhase: 'failed' });
    notifyThrown(thrown);
  }
}

/** Copies the link that repeats this experiment. @returns false when the browser refused; the link is then in the banner */
export async function copyShareLink(): Promise<boolean> {
  const link = shareLink();
  try {
    await navigator.clipboard.writeText(link);
    announce('Link copied.');
    return true;
  } catch {
    notify({ code: 'clipboard-refused', message: 'The browser did not let the page copy the link.', hint: `Copy it from here: ${link}` });
    return false;
  }
}
