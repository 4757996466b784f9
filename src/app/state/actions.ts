/**
 * @file Everything a person can do on the page, as plain functions. Components call these and read the
 * stores through hooks; nothing here returns state. Failures end in the store they belong to or in the
 * problem banner, so that callers need no catch.
 */
import { defaultConfig } from '../../config/fields.ts';
import { MODALITIES } from '../../config/modalities.ts';
import { PRESETS } from '../../config/presets.ts';
import type { ArmName, Modality, RunConfig } from '../../config/run-config.ts';
import { seedsOf } from '../../config/seeds.ts';
import { sameConfig } from '../../config/validate.ts';
import { toProblem } from '../../core/errors.ts';
import { configStore, patchConfig, redoConfig, undoConfig } from './config-store.ts';
import { modalitySettings } from './data-modality.ts';
import { loadSample } from './data-sources.ts';
import { dataStore } from './data-store.ts';
import { sendDataset } from './engine-dataset.ts';
import { callEngine } from './engine-store.ts';
import { shareLink } from './hash-sync.ts';
import { loadModels, modelsStore, NO_AUXILIARY, readModelFolder, sourceOf } from './models-store.ts';
import { MOST_PAIRS } from './most-pairs.ts';
import { announce, notify, notifyThrown } from './notices-store.ts';
import { type KeptRuns, markFailed, markPausing, markSent, markStarting, markStopping } from './run-events.ts';
import { completePairs, isBusy, runStore } from './run-store.ts';
import { MERGING, trainBlocker } from './train-blocker.ts';

/** Latency pairs of the merge table; the issue asks for 30 or more. */
const LATENCY_PAIRS = 40;

/** True while the demo should merge by itself when its experiment has finished. */
let demoRunning = false;

/** Changes settings; undoable. Values must have passed `checkValue`. Nothing changes while runs are in progress. */
export function setConfig(patch: Partial<RunConfig>): void {
  if (!isBusy(runStore.getState())) patchConfig(patch);
}

/** All settings to their defaults, models included; the data stays, and with it the modality. */
export function resetConfig(modality: Modality = configStore.getState().config.modality): void {
  setConfig({ ...defaultConfig(modality), data: configStore.getState().config.data });
}

/** Sets up for data of that modality, with the models that it starts with; one step of undo. Data of another one is put away. */
export function chooseModality(modality: Modality): void {
  const { config } = configStore.getState();
  if (modality === config.modality || isBusy(runStore.getState())) return;
  setConfig(modalitySettings(modality));
  announce(`Set up for ${MODALITIES[modality].label}. The target is ${MODALITIES[modality].target}.`);
}

/** Takes back that a drop changed the modality: the models and the data before are there again. */
export function takeBackModality(): void {
  const { switched } = dataStore.getState();
  if (switched) setConfig(switched);
}

export function undo(): void {
  walk(undoConfig);
}

export function redo(): void {
  walk(redoConfig);
}

/** A step over a change of modality puts other data on the page: that is said, with the way back. */
function walk(step: () => void): void {
  if (isBusy(runStore.getState())) return;
  const { modality, target, auxiliary } = configStore.getState().config;
  step();
  const now = configStore.getState().config;
  if (now.modality === modality) return;
  dataStore.setState({ switched: { modality, target, auxiliary } });
  announce(`Set up for ${MODALITIES[now.modality].label} again. The target is ${now.target}.`);
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

/** Opens a model folder and chooses it. @returns false when it cannot be used; `modelsStore.problem` then says why */
export async function openModelFolder(files: readonly File[], role: 'target' | 'auxiliary'): Promise<boolean> {
  try {
    const card = await readModelFolder(files);
    setConfig({ [role]: card.id });
    return true;
  } catch {
    return false;
  }
}

/** Training would take the pair that is being measured out of memory. */
function isMerging(): boolean {
  return runStore.getState().mergePhase === 'merging';
}

/** Trains both arms for every paired seed; without an auxiliary only the baseline. Progress comes through the run store. */
export function startExperiment(): Promise<void> {
  const { config } = configStore.getState();
  return train(seedsOf(config), null);
}

/** @param keep results that stay, when the seeds are added to them */
async function train(seeds: number[], keep: KeptRuns | null): Promise<void> {
  const { config } = configStore.getState();
  if (isBusy(runStore.getState())) return;
  if (isMerging()) return notify(MERGING);
  markStarting(keep);
  try {
    if (modelsStore.getState().phase !== 'ready') await loadModels();
    const blocker = trainBlocker();
    if (blocker) throw blocker;
    const target = sourceOf(config.target);
    const auxiliary = config.auxiliary === NO_AUXILIARY ? null : sourceOf(config.auxiliary);
    const arms: ArmName[] = auxiliary ? ['baseline', 'pathway'] : ['baseline'];
    const dataset = await sendDataset();
    markSent({ config, dataset });
    await callEngine('startExperiment', { config, target, auxiliary, seeds, arms });
  } catch (thrown) {
    demoRunning = false;
    markFailed(toProblem(thrown));
  }
}

/** Sends a command that has no result; a refusal goes to the banner. */
async function steer(command: 'pause' | 'resume' | 'step' | 'stop'): Promise<void> {
  try {
    await callEngine(command, {});
  } catch (thrown) {
    runStore.setState({ pausing: false });
    notifyThrown(thrown);
  }
}

/** Pauses after the current step. */
export function pauseRun(): Promise<void> {
  markPausing();
  return steer('pause');
}
export const resumeRun = (): Promise<void> => steer('resume');
/** While paused: one training step. */
export const stepRun = (): Promise<void> => steer('step');

/** Ends after the current step; finished runs are kept. */
export function stopRun(): Promise<void> {
  demoRunning = false;
  markStopping();
  return steer('stop');
}

/** True when settings and data are still those of the runs on screen. */
function canAddToRuns(): boolean {
  const { trained } = runStore.getState();
  if (!trained || trained.dataset !== dataStore.getState().dataset) return false;
  const { pairedSeeds } = configStore.getState().config;
  return sameConfig({ ...trained.config, pairedSeeds }, configStore.getState().config);
}

/** Trains `count` more pairs and adds them to the complete ones on screen; after a change of settings or data all are trained anew. */
export async function addMoreSeeds(count: number): Promise<void> {
  if (isMerging()) return notify(MERGING);
  const { seed } = configStore.getState().config;
  const shown = completePairs(runStore.getState().series);
  const complete = canAddToRuns() ? shown : [];
  const done = new Set(complete.map(({ run }) => run.seed));
  const wanted = Math.min(MOST_PAIRS, shown.length / 2 + count);
  const seeds: number[] = [];
  for (let next = seed; done.size + seeds.length < wanted; next++) if (!done.has(next)) seeds.push(next);
  setConfig({ pairedSeeds: wanted });
  if (seeds.length === 0 || complete.length === 0) return startExperiment();
  // Fetched now, because the page needs it for nothing else.
  const { comparePairs } = await import('../../core/lab/statistics.ts');
  await train(seeds, { series: complete, compare: comparePairs });
}

/** In one press: default settings for the modality that is set up, its sample, both arms, then merge. */
export async function runDemo(): Promise<void> {
  if (isBusy(runStore.getState())) return;
  if (isMerging()) return notify(MERGING);
  const { modality } = configStore.getState().config;
  resetConfig(modality);
  if (!(await loadSample(MODALITIES[modality].sample))) return;
  demoRunning = true;
  await startExperiment();
}

/** Called when an experiment has failed or the engine died: there is nothing to go on with. */
export function endDemo(): void {
  demoRunning = false;
}

/** Called when an experiment has finished: the demo goes on to merge. */
export async function continueDemo(): Promise<void> {
  if (!demoRunning) return;
  demoRunning = false;
  if (runStore.getState().mergePhase === 'ready') await mergeNow();
}

/** Folds the last complete pair and measures baseline, two branches and merged. */
export async function mergeNow(): Promise<void> {
  const { mergePhase, plan } = runStore.getState();
  if (mergePhase !== 'ready' && mergePhase !== 'failed') return;
  runStore.setState({ mergePhase: 'merging' });
  // The answer is about these runs; it means nothing once the engine has died or other runs are on screen.
  const isWanted = () => isMerging() && runStore.getState().plan === plan;
  try {
    const merge = await callEngine('merge', { pairs: LATENCY_PAIRS });
    if (!isWanted()) return;
    runStore.setState({ merge, mergePhase: 'merged' });
    announce('Merged. The table of costs is in Try.');
  } catch (thrown) {
    if (isWanted()) runStore.setState({ mergePhase: 'failed' });
    notifyThrown(thrown);
  }
}

/**
 * Copies a link.
 * @param which `settings` as they are now, or the experiment that is `shown` in results, whatever was changed since
 * @returns false when the browser refused; the link is then in the banner
 */
export async function copyShareLink(which: 'settings' | 'shown'): Promise<boolean> {
  const link = shareLink(which === 'shown' ? runStore.getState().trained?.config : undefined);
  try {
    await navigator.clipboard.writeText(link);
    announce('Link copied.');
    return true;
  } catch {
    notify({ code: 'clipboard-refused', message: 'The browser did not let the page copy the link.', hint: `Copy it from here: ${link}` });
    return false;
  }
}
