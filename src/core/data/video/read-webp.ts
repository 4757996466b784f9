/**
 * @file The frames of an animated WebP by its chunks. Pure; one of the readers of `animation.ts`.
 * Source: RFC 9649, section 2.
 */
import { latin1 } from '../formats/sniff.ts';
import { type Animation, AnimationFault } from './animation-fault.ts';

/** @throws RangeError or AnimationFault; a still one gives one frame of length 0 */
export function readAnimatedWebp(bytes: Uint8Array): Animation {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) throw new AnimationFault('', true);
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
  const found: Animation = { width: 1, height: 1, lengthsMs: [] };
  for (let at = 12; at + 8 <= end; ) {
    const type = latin1(bytes, at, at + 4);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (start + size > end) throw new AnimationFault(`a part in it (at byte ${at}) is longer than the file`);
    if (at === 12 && type !== 'VP8X') return { ...found, lengthsMs: [0] };
    if (type === 'VP8X') [found.width, found.height] = [1 + uint24(start + 4), 1 + uint24(start + 7)];
    if (type === 'VP8X' && !(view.getUint8(start) & 2)) return { ...found, lengthsMs: [0] };
    if (type === 'ANMF') {
      const [right, low] = [2 * uint24(start) + 1 + uint24(start + 6), 2 * uint24(start + 3) + 1 + uint24(start + 9)];
      if (size < 16 || right > found.width || low > found.height) throw new AnimationFault('a frame in it lies outside its picture');
      found.lengthsMs.push(uint24(start + 12));
    }
    at = start + size + (size % 2);
  }
  return found;
}
