/** @file What of a sample the model gets, in the page's words: `1,024 points`, `8 frames of 64 × 64 px`. Pure. */
import type { RecordForm } from '../../../core/data/record-form.ts';
import { formatCount } from '../../charts/format.ts';

/** The numbers of a size stay in one line. */
export function usedText(form: RecordForm): string {
  switch (form.modality) {
    case 'image':
      return size(form.size);
    case 'audio':
      return `${form.size[0]} bands\u00a0×\u00a0${form.size[1]} frames`;
    case 'point':
      return `${formatCount(form.points)} points`;
    case 'video':
      return `${form.frames} frames of ${size(form.size)}`;
    default:
      return form satisfies never;
  }
}

function size([height, width]: readonly [height: number, width: number]): string {
  return `${width}\u00a0×\u00a0${height}\u00a0px`;
}
