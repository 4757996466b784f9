/**
 * @file The settings of the experiment that is being set up, with undo and redo. The fragment of the
 * address follows it (hash-sync.ts); every control of the page reads and writes it through actions.ts.
 */
import { createStore } from 'zustand/vanilla';
import { defaultConfig } from '../../config/fields.ts';
import type { RunConfig } from '../../config/run-config.ts';
import { sameConfig } from '../../config/validate.ts';
import { markStep } from './change-order.ts';

export interface ConfigState {
  config: RunConfig;
  /** Older configurations, the last one newest. `data` in them is ignored: undo never swaps the data. */
  past: readonly RunConfig[];
  future: readonly RunConfig[];
}

/** Most settings changes that undo remembers. */
const UNDO_LIMIT = 100;
/** Changes of the same keys within this time are one undo step, so that typing 0.003 is undone at once. */
const BURST_MS = 800;

export const configStore = createStore<ConfigState>(() => ({ config: defaultConfig(), past: [], future: [] }));

let lastKeys = '';
let lastChange = 0;

/** Changes settings and makes the change undoable. `data` is changed in place: undo covers settings only. */
export function patchConfig(patch: Partial<RunConfig>): void {
  const { config, past } = configStore.getState();
  const next = { ...config, ...patch };
  if (sameConfig(config, next)) return;
  const keys = Object.keys(patch).sort().join();
  const now = performance.now();
  const burst = keys === lastKeys && now - lastChange < BURST_MS && past.length > 0;
  lastKeys = keys;
  lastChange = now;
  if (keys === 'data') configStore.setState({ config: next });
  else {
    const steps = burst ? past : [...past, config].slice(-UNDO_LIMIT);
    markStep(steps.at(-1));
    configStore.setState({ config: next, past: steps, future: [] });
  }
}

/**
 * Takes settings that came from outside, such as Back or an edited address. Where they are those before or
 * after the last change, the way of undo is gone; `data` is left as it is.
 */
export function adoptConfig(wanted: RunConfig): void {
  const { config, past, future } = configStore.getState();
  const next = { ...wanted, data: config.data };
  const isNext = (other: RunConfig | undefined) => other !== undefined && sameConfig({ ...other, data: config.data }, next);
  if (sameConfig(config, next)) return;
  if (isNext(past.at(-1))) undoConfig();
  else if (isNext(future[0])) redoConfig();
  else {
    lastKeys = '';
    patchConfig(next);
  }
}

/** Steps back once; nothing happens when there is nothing to undo. */
export function undoConfig(): void {
  const { config, past, future } = configStore.getState();
  const previous = past.at(-1);
  if (!previous) return;
  lastKeys = '';
  markStep(config);
  configStore.setState({ config: { ...previous, data: config.data }, past: past.slice(0, -1), future: [config, ...future] });
}

/** Takes the last undo back. */
export function redoConfig(): void {
  const { config, past, future } = configStore.getState();
  const [next, ...rest] = future;
  if (!next) return;
  lastKeys = '';
  markStep(config);
  configStore.setState({ config: { ...next, data: config.data }, past: [...past, config], future: rest });
}
