/**
 * @file The frames of an animated PNG by its chunks, each with its checksum. Pure; one of the readers of `animation.ts`.
 * Source: PNG specification, third edition, sections 5.3 and 11.3.6.
 */
import { crc32 } from '../containers/crc32.ts';
import { latin1 } from '../formats/sniff.ts';
import { type Animation, AnimationFault } from './animation-fault.ts';

/** @throws RangeError or AnimationFault; a still one gives one frame of length 0 */
export function readApng(bytes: Uint8Array): Animation {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (latin1(bytes, 12, 16) !== 'IHDR') throw new AnimationFault('its header is missing');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const lengthsMs: number[] = [];
  let claimed = 0;
  for (let at = 8; ; ) {
    const size = view.getUint32(at);
    const type = latin1(bytes, at + 4, at + 8);
    const end = at + 12 + size;
    if (end > bytes.length) throw new AnimationFault('', true);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getInt32(end - 4))
      throw new AnimationFault(`a checksum in it does not fit (at byte ${at})`);
    if (type === 'acTL') claimed = view.getUint32(at + 8);
    if (type === 'fcTL') {
      const [numerator, denominator] = [view.getUint16(at + 28), view.getUint16(at + 30) || 100];
      lengthsMs.push((1000 * numerator) / denominator);
    }
    if (type === 'IEND') break;
    at = end;
  }
  if (claimed === 0) return { width, height, lengthsMs: [0] };
  if (claimed !== lengthsMs.length) throw new AnimationFault(`it says that it has ${claimed} frames and has ${lengthsMs.length}`);
  return { width, height, lengthsMs };
}
