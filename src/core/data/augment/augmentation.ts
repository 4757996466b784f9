/**
 * @file Random changes of training samples that leave them what they are, as the settings ask for (`config/fields.ts`), for all
 * modalities. Seed and epoch alone decide them, so that both arms of a pair see the same. Between the records and the batch.
 */
import type { Modality, RunConfig } from '../../../config/run-config.ts';
import { createRng, type Rng } from '../../tensor/rng.ts';
import { maskBandsAndTimes, mixRecords, shiftInTime } from '../audio/augment-audio.ts';
import { augmentPoints, USUAL_AUGMENTATION } from '../points/augment-points.ts';
import type { RecordForm, RecordValues } from '../record-form.ts';
import { jitterInTime } from '../video/augment-clip.ts';
import { drawLight, inLight } from './colour-frames.ts';
import { croppedTo, drawBox } from './crop-frames.ts';
import { framesOf, mirrored } from './frames.ts';
import { blended, withBoxOf } from './mix-frames.ts';

export type AugmentSettings = Pick<
  RunConfig,
  'flip' | 'crop' | 'colour' | 'mixup' | 'cutmix' | 'timeShift' | 'specAugment' | 'rotate' | 'upAxis' | 'jitter' | 'tempo'
>;

/** Two samples in each, where the settings mix. */
export interface Mixture {
  /** Place in the batch of the sample that was mixed in, [B]. */
  partners: Int32Array;
  /** Share of the sample's own class, [B], 0 to 1. */
  shares: Float32Array;
}

export interface AugmentedBatch {
  records: readonly RecordValues[];
  /** Null where nothing is mixed. */
  mixture: Mixture | null;
}

/** Takes the batches of an epoch in their order; records stay as they are. */
export type Augmentation = (records: readonly RecordValues[]) => AugmentedBatch;

/** Settings that change the samples of each modality; 0 and false are off. */
const SETTINGS_OF: { readonly [M in Modality]: readonly (keyof AugmentSettings)[] } = {
  image: ['flip', 'crop', 'colour', 'mixup', 'cutmix'],
  audio: ['timeShift', 'specAugment', 'mixup'],
  point: ['rotate', 'jitter'],
  video: ['flip', 'crop', 'colour', 'tempo'],
};

/** Those that are on for samples of this modality. */
export function augmentationsOf(settings: AugmentSettings, modality: Modality): (keyof AugmentSettings)[] {
  return SETTINGS_OF[modality].filter((key) => Boolean(settings[key]));
}

/** SpecAugment: two masks of up to an eighth of each axis. */
const MASKS = 2;
const MASK_SHARE = 1 / 8;
/** Of Beta(α, α) when sounds are mixed. */
const MIX_ALPHA = 0.4;

/** @returns null where the settings change nothing of such records */
export function trainingAugmentation(settings: AugmentSettings, form: RecordForm, seed: number, epoch: number): Augmentation | null {
  if (augmentationsOf(settings, form.modality).length === 0) return null;
  const rng = createRng(seed, `augment-${epoch}`);
  // One number a sample and nothing else: the exported PyTorch project draws the same.
  const flips = createRng(seed, `flip-${epoch}`);
  const change = changeOf(settings, form, rng, flips);
  const mix = mixOf(settings, form, rng);
  return (records) => {
    const changed = records.map(change);
    return mix && records.length > 1 ? mixed(changed, mix, rng) : { records: changed, mixture: null };
  };
}

function changeOf(settings: AugmentSettings, form: RecordForm, rng: Rng, flips: Rng): (record: RecordValues) => RecordValues {
  switch (form.modality) {
    case 'audio':
      return (record) => changedSound(record as Float32Array<ArrayBuffer>, form, settings, rng);
    case 'point': {
      const { scale, jitter } = settings.jitter ? USUAL_AUGMENTATION : ({ scale: [1, 1], jitter: 0 } as const);
      const rotate = settings.rotate && settings.upAxis;
      return (record) => augmentPoints(record as Float32Array, { scale, jitter, rotate }, rng) as Float32Array<ArrayBuffer>;
    }
    case 'image':
    case 'video':
      return (record) => changedFrames(record as Uint8Array<ArrayBuffer>, form, settings, rng, flips);
    default:
      return form satisfies never;
  }
}

function changedSound(
  record: Float32Array<ArrayBuffer>,
  { size, frontEnd }: RecordForm & { modality: 'audio' },
  { timeShift, specAugment }: AugmentSettings,
  rng: Rng,
): Float32Array<ArrayBuffer> {
  const [bands, frames] = size;
  const shifted = timeShift > 0 ? shiftInTime(record, size, frontEnd, Math.round(timeShift * frames), rng) : record;
  if (!specAugment) return shifted;
  const masks = {
    bandMasks: MASKS,
    mostBands: Math.floor(bands * MASK_SHARE),
    timeMasks: MASKS,
    mostFrames: Math.floor(frames * MASK_SHARE),
  };
  return maskBandsAndTimes(shifted, size, masks, rng);
}

function changedFrames(
  record: Uint8Array<ArrayBuffer>,
  form: RecordForm & { modality: 'image' | 'video' },
  { crop, colour, tempo, flip }: AugmentSettings,
  rng: Rng,
  flips: Rng,
): Uint8Array<ArrayBuffer> {
  const frames = framesOf(form)!;
  let bytes = record;
  if (tempo && form.modality === 'video') bytes = jitterInTime(bytes, form, Math.max(1, Math.round(frames.count / 8)), rng);
  if (crop) bytes = croppedTo(bytes, frames, drawBox(frames, rng));
  if (colour) bytes = new Uint8Array(inLight(bytes, drawLight(rng)).buffer);
  return flip && flips.next() < 0.5 ? mirrored(bytes, frames) : bytes;
}

type Mix = (one: RecordValues, other: RecordValues) => { values: RecordValues; weight: number };

function mixOf({ mixup, cutmix }: AugmentSettings, form: RecordForm, rng: Rng): Mix | null {
  if (form.modality === 'audio' && mixup) return (one, other) => mixRecords(one as Float32Array, other as Float32Array, MIX_ALPHA, rng);
  if (form.modality !== 'image' || !(mixup || cutmix)) return null;
  const frames = framesOf(form)!;
  return (one, other) => {
    const cut = mixup && cutmix ? rng.next() < 0.5 : cutmix;
    return cut ? withBoxOf(one, other, frames, rng) : blended(one, other, rng);
  };
}

/** Every sample with another of the batch. */
function mixed(records: readonly RecordValues[], mix: Mix, rng: Rng): AugmentedBatch {
  const mixture: Mixture = { partners: new Int32Array(records.length), shares: new Float32Array(records.length) };
  const both = records.map((record, at) => {
    const partner = (at + 1 + rng.integer(records.length - 1)) % records.length;
    const { values, weight } = mix(record, records[partner]!);
    mixture.partners[at] = partner;
    mixture.shares[at] = weight;
    return values;
  });
  return { records: both, mixture };
}
