/**
 * @file The frames of a GIF by its blocks; nothing is unpacked. Pure; one of the readers of `animation.ts`.
 * Source: GIF89a specification, sections 18 to 27.
 */
import { type Animation, AnimationFault } from './animation-fault.ts';

const [EXTENSION, IMAGE, END, CONTROL] = [0x21, 0x2c, 0x3b, 0xf9];

/** @throws RangeError where the bytes end early, AnimationFault where they are no GIF */
export function readGif(bytes: Uint8Array): Animation {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  const lengthsMs: number[] = [];
  let delayMs = 0;
  let at = 13 + paletteBytes(view.getUint8(10));
  for (;;) {
    const block = view.getUint8(at);
    if (block === END) return { width, height, lengthsMs };
    if (block === EXTENSION) {
      // Hundredths of a second, after its size and flags; for the next picture.
      if (view.getUint8(at + 1) === CONTROL) delayMs = 10 * view.getUint16(at + 4, true);
      at = afterParts(view, at + 2);
    } else if (block === IMAGE) {
      // Decoders enlarge the whole to hold every frame.
      const [right, low] = [
        view.getUint16(at + 1, true) + view.getUint16(at + 5, true),
        view.getUint16(at + 3, true) + view.getUint16(at + 7, true),
      ];
      [width, height] = [Math.max(width, right), Math.max(height, low)];
      const codeBits = at + 10 + paletteBytes(view.getUint8(at + 9));
      if (view.getUint8(codeBits) < 1 || view.getUint8(codeBits) > 11) throw new AnimationFault('a frame in it is packed in no known way');
      if (view.getUint8(codeBits + 1) === 0) throw new AnimationFault('a frame in it is empty');
      at = afterParts(view, codeBits + 1);
      lengthsMs.push(delayMs);
      delayMs = 0;
    } else throw new AnimationFault(`what stands at byte ${at.toLocaleString('en-US')} is no part of a GIF`);
  }
}

/** Each part says its length; one of length 0 ends them. */
function afterParts(view: DataView, from: number): number {
  let at = from;
  while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
  return at + 1;
}

function paletteBytes(flags: number): number {
  return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
}
