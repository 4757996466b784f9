/**
 * @file What is known of the original file behind a record: shown beside it and counted in the data report. Types only.
 */

export type SampleFacts =
  | { modality: 'image'; width: number; height: number }
  /** Length of the sound, where in it the record begins, in seconds, and the record's largest magnitude, 0 to 1. */
  | { modality: 'audio'; seconds: number; sampleRate: number; channels: number; startSeconds: number; peak: number; format: string }
  /** Points in the file, or triangles whose surface was sampled; points that were no numbers and were dropped. */
  | { modality: 'point'; points: number; triangles: number; dropped: number; format: string }
  /** `seconds` is 0 for a folder of frames, which has no times; `frames` is 0 where there were too many to count. */
  | { modality: 'video'; width: number; height: number; seconds: number; frames: number };
