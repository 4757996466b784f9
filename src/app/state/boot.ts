/**
 * @file Wires the stores to each other and to the browser, once: engine events → run store, settings ⇄
 * address, modality and target → data on screen, failures → banner.
 */

import { toProblem } from '../../core/errors.ts';
import { recordFormOf } from '../../core/m2pt/record-form-of.ts';
import { continueDemo, endDemo } from './actions.ts';
import { configStore } from './config-store.ts';
import { startSweeping } from './data-folders.ts';
import { followModality, rereadAs } from './data-import.ts';
import { loadAskedData, loadCatalog } from './data-sources.ts';
import { refreshSplit } from './data-store.ts';
import { onEngineDeath, onEngineEvent, readRequestedBackend, startEngine } from './engine-store.ts';
import { startHashSync } from './hash-sync.ts';
import { cardOf, fitScratch, loadModels, modelsStore, shapeOf } from './models-store.ts';
import { notify, notifyThrown, withdrawNotices } from './notices-store.ts';
import { startReports } from './report-store.ts';
import { applyEngineDeath, applyEngineEvent } from './run-events.ts';
import { isBusy, runStore } from './run-store.ts';
import { restoreTheme } from './theme.ts';
import { clearTry } from './try-store.ts';

function watchEngine(): void {
  onEngineEvent((event) => {
    applyEngineEvent(event);
    if (event.type === 'experimentStarted') clearTry();
    if (event.type === 'experimentFinished') void continueDemo();
    if (event.type === 'experimentFailed') endDemo();
  });
  onEngineDeath((problem) => {
    const busy = isBusy(runStore.getState());
    endDemo();
    applyEngineDeath(problem);
    // A run in progress shows the problem in its own place.
    if (!busy) notify(problem);
  });
}

function watchConfig(): void {
  const fitRecords = () => {
    const card = cardOf(modelsStore.getState().cards, configStore.getState().config.target);
    if (!card || isBusy(runStore.getState())) return;
    const config = shapeOf(card, configStore.getState().config);
    // A size that does not fit is told where Train is pressed; until then the data stay as they are.
    if (config) rereadAs(recordFormOf(config)).catch(notifyThrown);
  };
  configStore.subscribe(({ config }, { config: before }) => {
    if (config.splitSeed !== before.splitSeed || config.limitPerClass !== before.limitPerClass) refreshSplit();
    if (config.modality !== before.modality) {
      fitScratch();
      followModality(config.modality);
    }
    if (config.target !== before.target || config.modality !== before.modality || config.pictureSize !== before.pictureSize) fitRecords();
  });
  runStore.subscribe((state, before) => {
    // Records are left alone while runs are in progress.
    if (isBusy(before) && !isBusy(state)) fitRecords();
  });
  modelsStore.subscribe(({ cards }, before) => {
    if (cards !== before.cards) fitRecords();
  });
}

function watchWindow(): void {
  window.addEventListener('error', (event) => {
    // Charts that resize in their own redraw raise this; browsers define it as harmless.
    if (/ResizeObserver loop/.test(event.message)) return;
    event.preventDefault();
    notify(toProblem(event.error ?? event.message));
  });
  window.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    notifyThrown(event.reason);
  });
  window.addEventListener('beforeunload', (event) => {
    if (isBusy(runStore.getState())) event.preventDefault();
  });
  // A file dropped beside a drop zone must not replace the page.
  for (const type of ['dragover', 'drop'] as const) window.addEventListener(type, (event) => event.preventDefault());
}

/** Loads models and starts the engine. Each failure has its own banner with a way to try again. */
async function startUp(): Promise<void> {
  const retry = { label: 'Try again', run: () => void startUp() };
  withdrawNotices('start-up');
  try {
    await loadModels();
  } catch (thrown) {
    notify({ ...toProblem(thrown), code: 'start-up' }, retry);
    return;
  }
  try {
    await startEngine();
  } catch (thrown) {
    notify({ ...toProblem(thrown), code: 'start-up' }, retry);
  }
}

/** Starts everything behind the page. Call once, before the first render. */
export function boot(): void {
  restoreTheme();
  watchWindow();
  watchEngine();
  watchConfig();
  const unknown = readRequestedBackend(window.location.search);
  if (unknown !== null) {
    notify({
      code: 'backend-unknown',
      message: `The address asks for the backend “${unknown.slice(0, 20)}”, which does not exist.`,
      hint: 'It was chosen by itself. Known are webgpu, webgl, wasm and cpu.',
    });
  }
  startHashSync(loadAskedData);
  startSweeping();
  startReports();
  void loadCatalog();
  void startUp();
}
