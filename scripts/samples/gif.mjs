/**
 * @file A small writer of animated GIF (GIF89a, CompuServe 1990): up to 32 colours, and of every frame after the first only
 * the rectangle that changed.
 */

/** Bits of a colour index: 32 colours. */
const BITS = 5;
/** Codes have at most 12 bits. */
const MOST_CODES = 4096;

/**
 * @typedef {object} IndexedClip
 * @property {number} size width and height
 * @property {Uint8Array[]} frames palette index of each pixel, row-major, [size × size] each
 * @property {number[][]} palette up to 32 colours, [r, g, b] 0-255
 * @property {number} delay of each frame, in hundredths of a second
 */

/** @param {IndexedClip} clip @returns {Uint8Array} */
export function encodeGif({ size, frames, palette, delay }) {
  const colours = new Uint8Array(3 << BITS);
  colours.set(palette.flat());
  const bytes = [...text('GIF89a'), ...short(size), ...short(size), 0x80 | (BITS - 1), 0, 0, ...colours];
  bytes.push(0x21, 0xff, 11, ...text('NETSCAPE2.0'), 3, 1, 0, 0, 0); // again and again
  for (const [at, frame] of frames.entries()) {
    const { left, top, width, height } = at === 0 ? { left: 0, top: 0, width: size, height: size } : changed(frames[at - 1], frame, size);
    const pixels = Array.from({ length: width * height }, (_, i) => frame[(top + Math.floor(i / width)) * size + left + (i % width)]);
    bytes.push(0x21, 0xf9, 4, 1 << 2, ...short(delay), 0, 0); // stays where the next does not cover it
    bytes.push(0x2c, ...short(left), ...short(top), ...short(width), ...short(height), 0, BITS, ...blocks(compress(pixels)));
  }
  bytes.push(0x3b);
  return Uint8Array.from(bytes);
}

/** The smallest rectangle around all pixels that differ; one pixel where none does. */
function changed(before, after, size) {
  const spots = [...after.keys()].filter((i) => after[i] !== before[i]);
  if (spots.length === 0) return { left: 0, top: 0, width: 1, height: 1 };
  const columns = spots.map((i) => i % size);
  const [left, top] = [Math.min(...columns), Math.floor(spots[0] / size)];
  return { left, top, width: Math.max(...columns) - left + 1, height: Math.floor(spots.at(-1) / size) - top + 1 };
}

/** LZW with codes of growing width (appendix F of the specification); the lowest bit first. */
function compress(pixels) {
  const [clear, end] = [1 << BITS, (1 << BITS) + 1];
  const bytes = [];
  let known = new Map();
  let next = end + 1;
  let width = BITS + 1;
  let [pending, held] = [0, 0];
  const emit = (code) => {
    pending |= code << held;
    for (held += width; held >= 8; held -= 8) {
      bytes.push(pending & 255);
      pending >>>= 8;
    }
  };
  emit(clear);
  let prefix = pixels[0];
  for (const pixel of pixels.slice(1)) {
    const key = prefix * 256 + pixel;
    const code = known.get(key);
    if (code !== undefined) {
      prefix = code;
      continue;
    }
    emit(prefix);
    prefix = pixel;
    if (next < MOST_CODES) {
      known.set(key, next++);
      // The reader learns each entry one code later than the writer.
      if (next > 1 << width && width < 12) width++;
    } else {
      emit(clear);
      known = new Map();
      next = end + 1;
      width = BITS + 1;
    }
  }
  emit(prefix);
  if (next === 1 << width && width < 12) width++; // with the last code the reader has caught up
  emit(end);
  if (held > 0) bytes.push(pending & 255);
  return bytes;
}

/** Sub-blocks of at most 255 bytes, each after its length, and the empty one that ends them. */
function blocks(bytes) {
  const out = [];
  for (let from = 0; from < bytes.length; from += 255) {
    const block = bytes.slice(from, from + 255);
    out.push(block.length, ...block);
  }
  return [...out, 0];
}

function text(letters) {
  return [...letters].map((letter) => letter.charCodeAt(0));
}

function short(value) {
  return [value & 255, value >> 8];
}
