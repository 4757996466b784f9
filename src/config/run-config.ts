/**
 * @file RunConfig: everything that decides an experiment, as plain values.
 * It travels in share links, experiment files and the engine's commands. Ranges, defaults, labels and
 * URL keys of every key stand in one table, `fields.ts`; this file holds only the type.
 */

/** Kind of data a model sees. Targets and auxiliaries may be of any of the four. */
export type Modality = 'image' | 'audio' | 'point' | 'video';

/** The linear layers of one transformer block, short names (`qkv` is `attn.qkv`, `fc1` is `mlp.fc1`). */
export type LinearName = 'qkv' | 'proj' | 'fc1' | 'fc2';

/** One side of the comparison: the target alone, or the target joined with the auxiliary. */
export type ArmName = 'baseline' | 'pathway';

export interface RunConfig {
  /** `sample:<id>`, a public https address, or `own` for files that never leave the machine. */
  data: string;
  modality: Modality;
  /**
   * Model id in `models/`, `scratch` for random weights, `own:<name>` for opened files, or `hf:<owner>/<name>@<revision>` for
   * a repository on Hugging Face.
   */
  target: string;
  /** Model id in `models/`, `none`, `own:<name>`, or `hf:<owner>/<name>@<revision>`. */
  auxiliary: string;

  epochs: number;
  batchSize: number;
  /** Peak learning rate of AdamW. */
  learningRate: number;
  /** First seed; the experiment uses `seed, seed + 1, …` for `pairedSeeds` pairs. */
  seed: number;
  pairedSeeds: number;

  /** `tune` trains everything; `fix` trains λ and the head only. */
  mode: 'tune' | 'fix';
  /** Which linears of every block get a λ. */
  layers: readonly LinearName[];
  lambdaInit: number;
  lambdaLearnable: boolean;
  /** λ learns this many times faster than the weights. */
  lambdaLearningRateFactor: number;
  auxiliaryTrainable: boolean;
  /** Three λ for q, k and v instead of one for the fused qkv. */
  splitQkv: boolean;
  /** Which auxiliary block joins target block i: block i, or block depth−1−i. */
  depthOrder: 'normal' | 'reversed';

  weightDecay: number;
  /** Share of all steps spent raising the learning rate from 0, in [0, 0.5]. */
  warmup: number;
  /** Learning-rate factor from one block to the block below it, in (0, 1]. */
  layerDecay: number;
  /** Largest global gradient norm; 0 switches clipping off. */
  clipNorm: number;
  labelSmoothing: number;

  /** Edge of the pictures that the target sees, in pixels, a multiple of its patch; 0: as its checkpoint states. */
  pictureSize: number;
  /** Mirror training pictures and clips left to right at random. */
  flip: boolean;
  /** Train on random parts of pictures and clips, stretched to the whole size. */
  crop: boolean;
  /** Change brightness, contrast and saturation of training pictures and clips at random. */
  colour: boolean;
  /** Blend two training pictures or sounds, and their labels. */
  mixup: boolean;
  /** Put a box of another picture into each training picture, and mix their labels. */
  cutmix: boolean;
  /** Move training sounds by up to this share of their length. */
  timeShift: number;
  /** Cover bands and stretches of time of training sounds. */
  specAugment: boolean;
  /** Turn training point clouds about the vertical by any angle. */
  rotate: boolean;
  /** Axis of the records, as the viewer shows them, that is vertical: training clouds are turned about it. */
  upAxis: 'y' | 'z';
  /** Scale training point clouds, and move each point a little. */
  jitter: boolean;
  /** Take the frames of training clips a little earlier or later. */
  tempo: boolean;
  splitSeed: number;
  /** Use at most this many samples of each class; 0 means all. */
  limitPerClass: number;
}
