/**
 * @file Data of the modalities that are not on screen: put away when the modality changes, so that undo, or the way back, finds it as
 * it was. At most one set each. Between data-store.ts and what changes the modality.
 */
import type { Modality } from '../../config/run-config.ts';
import { patchConfig } from './config-store.ts';
import { dataSetting, dataStore, emptyData, refreshSplit, type ShownData, shownData, usualForm } from './data-store.ts';

const shelf = new Map<Modality, ShownData>();

/** Puts away what is on screen; the screen still shows it. */
export function putAway(): void {
  const state = dataStore.getState();
  if (state.drops.length > 0) shelf.set(state.form.modality, shownData(state));
}

/** Takes from the shelf what was put away of that modality, if anything. */
export function takeBack(modality: Modality): ShownData | null {
  const kept = shelf.get(modality) ?? null;
  shelf.delete(modality);
  return kept;
}

/** How many samples are put away of that modality. */
export function countAway(modality: Modality): number {
  return shelf.get(modality)?.samples.length ?? 0;
}

/** Shows what there is of that modality in place of what is on screen, which is put away. */
export function showModality(modality: Modality): void {
  if (dataStore.getState().form.modality === modality) return;
  putAway();
  const shown = takeBack(modality) ?? emptyData(usualForm(modality));
  dataStore.setState({ ...shown, phase: shown.drops.length > 0 ? 'ready' : 'empty', failure: null });
  refreshSplit();
  patchConfig({ data: dataSetting(shown.source) });
}
