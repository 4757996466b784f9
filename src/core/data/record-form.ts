/**
 * @file What one model-ready record is, by modality. A target's tokenizer decides it; import makes records of it, and
 * training reads them. Types only.
 */

export type RecordForm =
  /** RGB bytes [H, W, 3]. */
  | { modality: 'image'; size: readonly [number, number] }
  /** Log-mel energies, f32 [mel bins, frames], before the model's normalisation. */
  | { modality: 'audio'; size: readonly [number, number]; frontEnd: 'nano' | 'kaldi' }
  /** f32 [P, 3], centred, inside the unit sphere. */
  | { modality: 'point'; points: number }
  /** RGB bytes [T, H, W, 3], evenly spaced in time. */
  | { modality: 'video'; frames: number; size: readonly [number, number] };
