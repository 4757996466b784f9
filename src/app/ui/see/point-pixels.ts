/**
 * @file A point cloud as pixels without WebGL: turned, seen in perspective, far points first and fainter, height as colour. Thumbnails
 * are painted with it, and the viewer where WebGL is missing. Pure.
 */
import { TABLE_SIZE } from './color-scale.ts';

/** In radians: `yaw` turns the cloud to the right about the vertical, `pitch` tips its top towards the eye. `zoom` 1 fits the unit sphere. */
export interface PointView {
  yaw: number;
  pitch: number;
  zoom: number;
}

/** From the front right, a little from above. */
export const THREE_QUARTER: PointView = { yaw: -0.6, pitch: 0.42, zoom: 1 };
/** Distance of the eye from the middle of the unit sphere. */
const EYE = 3.4;
/** The pale end of the scale is the paper's colour: points begin here. */
const FIRST_COLOUR = 0.3;
/** Opacity of the farthest point. */
const FAINTEST = 0.35;
/** Radius of a middle point, as a share of the picture, where there are 1,024. */
const DOT = 0.018;

/** How low a cloud reaches, and how far from its upright axis: where the floor is drawn. @param points [P, 3] */
export function floorOf(points: Float32Array): { height: number; radius: number } {
  let [height, radius] = [0, 0.1];
  for (let at = 0; at + 2 < points.length; at += 3) {
    height = Math.min(height, points[at + 1]!);
    radius = Math.max(radius, Math.hypot(points[at]!, points[at + 2]!));
  }
  return { height, radius };
}

/** A circle on the floor and two lines through its middle, along x and along z: pairs of ends, [L, 2, 3]. */
export function floorLines({ height, radius }: { height: number; radius: number }): Float32Array {
  const lines: number[] = [-radius, height, 0, radius, height, 0, 0, height, -radius, 0, height, radius];
  const around = (at: number) => [radius * Math.cos((at * Math.PI) / 32), height, radius * Math.sin((at * Math.PI) / 32)];
  for (let at = 0; at < 64; at++) lines.push(...around(at), ...around(at + 1));
  return Float32Array.from(lines);
}

/** How many times smaller a cloud must be shown than `zoom` 1, so that its floor is in the picture from all sides; 1 or more. */
export function floorFit(lines: Float32Array): number {
  const seen = projectPoints(lines, THREE_QUARTER);
  let most = 1;
  for (let at = 0; at < seen.length; at += 3) most = Math.max(most, Math.abs(seen[at]!), Math.abs(seen[at + 1]!));
  return most;
}

/**
 * Where points are seen.
 * @param points [P, 3], y up, inside the unit sphere
 * @returns [P, 3]: x and y in -1..1 of the picture, y down; depth with the nearest highest
 */
export function projectPoints(points: Float32Array, { yaw, pitch, zoom }: PointView): Float32Array {
  const seen = new Float32Array(points.length);
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  // The silhouette of the unit sphere from `EYE` away fills the picture.
  const focal = zoom * Math.sqrt(EYE * EYE - 1);
  for (let at = 0; at + 2 < points.length; at += 3) {
    const [px, py, pz] = [points[at]!, points[at + 1]!, points[at + 2]!];
    const x = cy * px + sy * pz;
    const z = cy * pz - sy * px;
    const y = cp * py - sp * z;
    const depth = sp * py + cp * z;
    const scale = focal / (EYE - depth);
    seen[at] = x * scale;
    seen[at + 1] = -y * scale;
    seen[at + 2] = depth;
  }
  return seen;
}

/** Height of each point as a place on the colour scale, 0 to 1; a flat cloud has the middle one. @param points [P, 3] */
export function heightShares(points: Float32Array): Float32Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 1; at < points.length; at += 3) {
    low = Math.min(low, points[at]!);
    high = Math.max(high, points[at]!);
  }
  const span = high - low;
  const from = FIRST_COLOUR;
  return Float32Array.from({ length: points.length / 3 }, (_, p) =>
    span > 0 ? from + (1 - from) * ((points[3 * p + 1]! - low) / span) : (1 + from) / 2,
  );
}

/**
 * @param size pixels of the square picture
 * @param table colours, bytes [256, 3]
 * @returns RGBA bytes [size, size, 4], transparent where there is no point
 */
export function pointPixels(points: Float32Array, view: PointView, size: number, table: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(size * size * 4);
  const seen = projectPoints(points, view);
  const shares = heightShares(points);
  const total = shares.length;
  const order = Uint32Array.from({ length: total }, (_, p) => p).sort((a, b) => seen[3 * a + 2]! - seen[3 * b + 2]!);
  const middle = Math.max(0.9, size * DOT * Math.min(1.6, Math.sqrt(1024 / Math.max(1, total)))) * Math.min(3, view.zoom);
  const half = size / 2;
  for (const p of order) {
    const depth = seen[3 * p + 2]!;
    const colour = 3 * Math.round(shares[p]! * (TABLE_SIZE - 1));
    const rgb = [table[colour]!, table[colour + 1]!, table[colour + 2]!] as const;
    const near = Math.min(1, Math.max(0, (depth + 1) / 2));
    const radius = (middle * EYE) / (EYE - depth);
    paintDot(
      pixels,
      size,
      half * (1 + 0.94 * seen[3 * p]!),
      half * (1 + 0.94 * seen[3 * p + 1]!),
      radius,
      rgb,
      FAINTEST + (1 - FAINTEST) * near,
    );
  }
  return pixels;
}

/** A disc with a soft rim over what is there. */
function paintDot(
  pixels: Uint8ClampedArray,
  size: number,
  x: number,
  y: number,
  radius: number,
  rgb: readonly [number, number, number],
  opacity: number,
): void {
  const reach = radius + 0.5;
  const left = Math.max(0, Math.floor(x - reach));
  const right = Math.min(size - 1, Math.ceil(x + reach));
  const bottom = Math.min(size - 1, Math.ceil(y + reach));
  for (let row = Math.max(0, Math.floor(y - reach)); row <= bottom; row++) {
    const down = row + 0.5 - y;
    for (let column = left; column <= right; column++) {
      const across = column + 0.5 - x;
      // Math.hypot would take longer than everything else.
      const cover = opacity * Math.min(1, reach - Math.sqrt(across * across + down * down));
      if (cover <= 0) continue;
      const at = 4 * (row * size + column);
      const under = (pixels[at + 3]! / 255) * (1 - cover);
      const share = cover / (cover + under);
      pixels[at] = pixels[at]! + (rgb[0] - pixels[at]!) * share;
      pixels[at + 1] = pixels[at + 1]! + (rgb[1] - pixels[at + 1]!) * share;
      pixels[at + 2] = pixels[at + 2]! + (rgb[2] - pixels[at + 2]!) * share;
      pixels[at + 3] = 255 * (cover + under);
    }
  }
}
