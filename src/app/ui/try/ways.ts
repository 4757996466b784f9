/**
 * @file How a new sample of each modality can be had, and the words for it.
 */
import type { Modality } from '../../../config/run-config.ts';
import type { IconName } from '../common/Icon.tsx';

export type Capture = 'picture' | 'clip' | 'sound' | 'drawing';

interface Ways {
  /** For the file picker. */
  accept: string;
  kinds: string;
  captures: readonly { capture: Capture; label: string; icon: IconName }[];
}

export const WAYS: { readonly [M in Modality]: Ways } = {
  image: {
    accept: 'image/*',
    kinds: 'PNG, JPEG, WebP and others',
    captures: [
      { capture: 'picture', label: 'Camera', icon: 'camera' },
      { capture: 'drawing', label: 'Draw', icon: 'pen' },
    ],
  },
  audio: {
    accept: 'audio/*,.wav,.flac,.ogg,.opus,.m4a,.mp3,.webm',
    kinds: 'WAV, MP3, FLAC, OGG, M4A',
    captures: [{ capture: 'sound', label: 'Record', icon: 'microphone' }],
  },
  point: { accept: '.ply,.pcd,.xyz,.txt,.csv,.off,.obj,.stl,.npy', kinds: 'PLY, PCD, XYZ, OBJ, STL, OFF and others', captures: [] },
  video: {
    accept: 'video/*,image/gif,.mkv',
    kinds: 'MP4, WebM, MOV, MKV, GIF',
    captures: [{ capture: 'clip', label: 'Record', icon: 'camera' }],
  },
};
