/**
 * @file What a transformer of each modality is called, and the question of the first visit in its words.
 */
import { MODALITIES, MODALITY_NAMES } from '../../../config/modalities.ts';
import type { Modality, RunConfig } from '../../../config/run-config.ts';

const KINDS: Readonly<Record<Modality, string>> = { image: 'image', audio: 'sound', point: 'point cloud', video: 'video' };
const SEES: Readonly<Record<Modality, string>> = {
  image: 'sees pictures',
  audio: 'hears sounds',
  point: 'sees point clouds',
  video: 'sees clips',
};
/** What a sample is cut into: `64 image patches in`. */
export const TOKEN_WORDS: Readonly<Record<Modality, string>> = {
  image: 'image patches in',
  audio: 'spectrogram patches in',
  point: 'groups of points in',
  video: 'blocks of video in',
};

type Chosen = Pick<RunConfig, 'modality' | 'auxiliary'>;

/** Of the chosen auxiliary where it is a shipped one, else of the one that the modality starts with. */
function auxiliaryModality({ modality, auxiliary }: Chosen): Modality {
  const shipped = (id: string) => MODALITY_NAMES.find((name) => MODALITIES[name].target === id);
  return shipped(auxiliary) ?? shipped(MODALITIES[modality].auxiliary) ?? 'audio';
}

export function questionWords(chosen: Chosen): string {
  return `Can a model trained on ${MODALITIES[auxiliaryModality(chosen)].many} help one that ${SEES[chosen.modality]}?`;
}

/** `image`, `sound`: kinds of the two transformers, with the article of the second. */
export function kindWords(chosen: Chosen): { target: string; auxiliary: string } {
  const auxiliary = KINDS[auxiliaryModality(chosen)];
  return { target: KINDS[chosen.modality], auxiliary: `${/^[aeiou]/.test(auxiliary) ? 'an' : 'a'} ${auxiliary}` };
}
