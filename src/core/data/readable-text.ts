/**
 * @file Which files are read for each modality, in a sentence: the end of many hints.
 */
import type { Modality } from '../../config/run-config.ts';

const TEXTS: Readonly<Record<Modality, string>> = {
  image: 'Pictures are PNG, JPEG, WebP, GIF, BMP, AVIF or SVG files, or arrays in IDX, NPY, NPZ or Parquet files.',
  audio: 'Sounds are WAV, MP3, FLAC, OGG, Opus, M4A, AAC or WebM files, or a Parquet file of them.',
  point: 'Points and surfaces are PLY, PCD, XYZ, TXT, CSV, OFF, OBJ, STL, NPY or NPZ files.',
  video: 'Clips are MP4, MOV, WebM or MKV videos, animated GIF, WebP or PNG files, folders of frames, or arrays in NPY or NPZ files.',
};

export function readableText(modality: Modality): string {
  return TEXTS[modality];
}
