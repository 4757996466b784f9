/**
 * @file The four modalities: what their samples are called, which shipped models a new experiment starts with, and which shipped sample
 * the demo runs.
 */
import type { Modality } from './run-config.ts';

export interface ModalityWords {
  /** Label of the choice: `images`. */
  label: string;
  /** One sample, and several: `picture`, `pictures`. */
  one: string;
  many: string;
  /** Shipped model that sees this modality. */
  target: string;
  /** Shipped model of another one. */
  auxiliary: string;
  /** Shipped sample that the demo runs. */
  sample: string;
}

export const MODALITIES: { readonly [M in Modality]: ModalityWords } = {
  image: { label: 'images', one: 'picture', many: 'pictures', target: 'nano-image', auxiliary: 'nano-audio', sample: 'textures' },
  audio: { label: 'sounds', one: 'sound', many: 'sounds', target: 'nano-audio', auxiliary: 'nano-image', sample: 'calls' },
  point: {
    label: 'point clouds',
    one: 'point cloud',
    many: 'point clouds',
    target: 'nano-point',
    auxiliary: 'nano-image',
    sample: 'things',
  },
  video: { label: 'clips', one: 'clip', many: 'clips', target: 'nano-video', auxiliary: 'nano-audio', sample: 'motions' },
};

export const MODALITY_NAMES = Object.keys(MODALITIES) as Modality[];
