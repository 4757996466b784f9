/**
 * @file The stores for components: each hook takes a selector and redraws when its result changes.
 * For the run's growing arrays select `version`, then read the arrays from `runStore`.
 */
import { useStore } from 'zustand';
import { type ConfigState, configStore } from '../../state/config-store.ts';
import { type DataState, dataStore } from '../../state/data-store.ts';
import { type EngineDataState, engineDataStore } from '../../state/engine-dataset.ts';
import { type EngineStoreState, engineStore } from '../../state/engine-store.ts';
import { type ExportsState, exportStore } from '../../state/export-store.ts';
import { type ModelsState, modelsStore } from '../../state/models-store.ts';
import { type NoticesState, noticesStore } from '../../state/notices-store.ts';
import type { RunState } from '../../state/run-state.ts';
import { runStore } from '../../state/run-store.ts';
import { type TryState, tryStore } from '../../state/try-store.ts';

export const useConfig = <T>(selector: (state: ConfigState) => T): T => useStore(configStore, selector);
export const useData = <T>(selector: (state: DataState) => T): T => useStore(dataStore, selector);
export const useModels = <T>(selector: (state: ModelsState) => T): T => useStore(modelsStore, selector);
export const useEngineData = <T>(selector: (state: EngineDataState) => T): T => useStore(engineDataStore, selector);
export const useEngine = <T>(selector: (state: EngineStoreState) => T): T => useStore(engineStore, selector);
export const useRun = <T>(selector: (state: RunState) => T): T => useStore(runStore, selector);
export const useExports = <T>(selector: (state: ExportsState) => T): T => useStore(exportStore, selector);
export const useTry = <T>(selector: (state: TryState) => T): T => useStore(tryStore, selector);
export const useNotices = <T>(selector: (state: NoticesState) => T): T => useStore(noticesStore, selector);
