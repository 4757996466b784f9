/** @file Whether the list of models is open, and for which role: the diagram's heads and the phone's dock open it. */
import { createStore } from 'zustand/vanilla';

export const modelPicker = createStore<{ role: 'target' | 'auxiliary' | null }>(() => ({ role: null }));

/** Opens the list for that role; null closes it. */
export function pickModel(role: 'target' | 'auxiliary' | null): void {
  modelPicker.setState({ role });
}
