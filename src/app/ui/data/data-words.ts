/**
 * @file What the Data column says about each modality beyond the names in config/modalities.ts: which files it takes, where they may
 * come from, and numbers of samples in words.
 */
import { MODALITIES } from '../../../config/modalities.ts';
import type { Modality } from '../../../config/run-config.ts';
import { plural } from '../../charts/format.ts';

/** The usual kinds of files; the others are named where one of them is refused. */
export const FORMATS: Readonly<Record<Modality, string>> = {
  image: 'PNG, JPEG, WebP, GIF, AVIF, BMP or SVG; IDX, NPY, NPZ or Parquet.',
  audio: 'WAV, MP3, FLAC, Ogg, Opus or M4A; Parquet.',
  point: 'PLY, PCD, XYZ, TXT, CSV or NPY; surfaces in OFF, OBJ or STL.',
  video: 'MP4, WebM, MOV, MKV or GIF; or a folder of frames for each clip.',
};

/** `Images`. */
export function modalityTitle(modality: Modality): string {
  const { label } = MODALITIES[modality];
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** `1 picture`, `360 pictures`. */
export function samplesText(count: number, modality: Modality): string {
  const { one, many } = MODALITIES[modality];
  return plural(count, one, many);
}
