/**
 * @file A small picture of any record, [planes, 16, 16] means, whatever its modality: brightness and two colours of pictures and of
 * three frames of a clip, bins over time of sound, three views of a point cloud. What `near-duplicates.ts` compares.
 */
import type { RecordForm } from '../record-form.ts';
import type { SeenValues } from './record-spread.ts';

export const THUMB = 16;

/** @returns a function from a record to its thumb, [planes · 16 · 16]; the array is new each time */
export function thumbMaker(form: RecordForm): (record: SeenValues) => Float32Array {
  switch (form.modality) {
    case 'image':
      return planes(form.size, 3, [0]);
    case 'audio':
      return planes(form.size, 1, [0]);
    case 'video': {
      const { frames, size } = form;
      const last = frames - 1;
      return planes(size, 3, [0, Math.floor(last / 2), last]);
    }
    case 'point':
      return views;
  }
}

/** Means of cells, brightness first, then red against green and blue against both, of the pictures at `places` among the [H, W, channels] ones that lie one after the other. */
function planes([height, width]: readonly [number, number], channels: 1 | 3, places: readonly number[]) {
  const rowOf = cells(height);
  const columnOf = cells(width);
  const area = new Float32Array(THUMB * THUMB);
  const cellCount = THUMB * THUMB;
  for (const row of rowOf) for (const column of columnOf) area[row * THUMB + column]!++;
  return (record: SeenValues): Float32Array => {
    const thumb = new Float32Array(places.length * channels * cellCount);
    for (const [plane, place] of places.entries()) {
      const offset = plane * channels * cellCount;
      let at = place * height * width * channels;
      for (let row = 0; row < height; row++) {
        const start = offset + rowOf[row]! * THUMB;
        for (let column = 0; column < width; column++) {
          const cell = start + columnOf[column]!;
          const first = record[at]!;
          if (channels === 1) thumb[cell]! += first;
          else {
            const [green, blue] = [record[at + 1]!, record[at + 2]!];
            thumb[cell]! += (first + green + blue) / 3;
            thumb[cell + cellCount]! += first - green;
            thumb[cell + 2 * cellCount]! += blue - (first + green) / 2;
          }
          at += channels;
        }
      }
      for (let cell = 0; cell < channels * cellCount; cell++) thumb[offset + cell]! /= Math.max(1, area[cell % cellCount]!);
    }
    return thumb;
  };
}

/** The cell of each place along one side. */
function cells(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Math.floor((at * THUMB) / length));
}

/** How many points, [P, 3] in −1..1, each cell has when seen along each axis; half of a point goes to its neighbours. */
function views(record: SeenValues): Float32Array {
  const thumb = new Float32Array(3 * THUMB * THUMB);
  const place = (value: number) => Math.min(THUMB - 1, Math.max(0, Math.floor(((value + 1) / 2) * THUMB)));
  for (let at = 0; at + 2 < record.length; at += 3) {
    const [x, y, z] = [place(record[at]!), place(record[at + 1]!), place(record[at + 2]!)];
    for (const [view, [row, column]] of [[y, x] as const, [z, x] as const, [z, y] as const].entries()) {
      const cell = (view * THUMB + row) * THUMB + column;
      thumb[cell]! += 0.5;
      if (column > 0) thumb[cell - 1]! += 0.25;
      if (column < THUMB - 1) thumb[cell + 1]! += 0.25;
    }
  }
  return thumb;
}
