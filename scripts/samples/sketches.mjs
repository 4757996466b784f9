/**
 * @file Sample set “Sketches”: seven shapes as if drawn by hand, ink on paper or chalk on a board, wobbly, turned and
 * of any size, with stray strokes beside them.
 */
import { paint, SIZE, smoothstep } from './drawing.mjs';
import { encodePng } from './png.mjs';
import { randomOf } from './random.mjs';

/** How hard the set is: 0 neat shapes in the middle, 1 hardly to be told apart. Raises wobble, turn, gaps, stray strokes, grain. */
const DIFFICULTY = 0.25;

/** Pairs of a ground and a line: ink on paper, and the rarer chalk on a board. */
const INKS = [
  ['#f3ede0', '#3d3a36'],
  ['#efe7d6', '#2f4a73'],
  ['#f1e6e0', '#8a3b2c'],
  ['#e9eee6', '#35573f'],
].map(toColours);
const CHALKS = [
  ['#2d3b3a', '#dfe7df'],
  ['#353347', '#e6dfea'],
].map(toColours);

function toColours(pair) {
  return pair.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
}

const circlePoint = (turn, radius = 1) => [radius * Math.cos(2 * Math.PI * turn), radius * Math.sin(2 * Math.PI * turn)];
const along = (count, pointAt) => Array.from({ length: count + 1 }, (_, at) => pointAt(at / count));

/** Each shape: strokes of points within about [-1, 1]². */
const SHAPES = {
  arrow: () => [
    [
      [-1, 0],
      [0.95, 0],
    ],
    [
      [0.4, -0.5],
      [1, 0],
      [0.4, 0.5],
    ],
  ],
  circle: () => [along(24, (t) => circlePoint(t))],
  spiral: () => [along(40, (t) => circlePoint(2.4 * t, 0.08 + 0.92 * t))],
  square: () => [along(4, (t) => circlePoint(t + 0.125, 1.15))],
  star: () => [along(10, (t) => circlePoint(t - 0.25, Math.round(t * 10) % 2 === 0 ? 1.1 : 0.48))],
  triangle: () => [along(3, (t) => circlePoint(t - 0.25, 1.15))],
  zigzag: () => [along(5, (t) => [2 * t - 1, Math.round(t * 5) % 2 === 0 ? 0.45 : -0.45])],
};

const CLASSES = Object.keys(SHAPES);

/** Points every few pixels along a stroke, so that it can be bent. */
function subdivide(points, step) {
  const dense = [points[0]];
  for (let at = 1; at < points.length; at++) {
    const [[x0, y0], [x1, y1]] = [points[at - 1], points[at]];
    const parts = Math.max(1, Math.round(Math.hypot(x1 - x0, y1 - y0) / step));
    for (let part = 1; part <= parts; part++) dense.push([x0 + ((x1 - x0) * part) / parts, y0 + ((y1 - y0) * part) / parts]);
  }
  return dense;
}

/** The strokes in pixels: sized, turned, moved, bent by two slow waves, with a piece missing at the end. */
function byHand(strokes, random) {
  const radius = random.between(22 - 9 * DIFFICULTY, 25);
  const reach = (SIZE / 2 - radius) * 0.9;
  const angle = DIFFICULTY * random.between(-1.6, 1.6);
  const [cos, sin] = [Math.cos(angle) * radius, Math.sin(angle) * radius];
  const stretch = 1 + DIFFICULTY * random.between(-0.5, 0.5);
  const [dx, dy] = [SIZE / 2 + random.between(-reach, reach), SIZE / 2 + random.between(-reach, reach)];
  const waves = Array.from({ length: 4 }, () => ({
    size: DIFFICULTY * random.between(0.5, 3.2),
    pace: random.between(0.08, 0.3),
    phase: random.between(0, 6.3),
  }));
  const bend = (which, at) => waves[which].size * Math.sin(waves[which].pace * at + waves[which].phase);
  return strokes.map((points) => {
    const moved = points.map(([x, y]) => [x * cos * stretch - y * sin + dx, x * sin * stretch + y * cos + dy]);
    const dense = subdivide(moved, 2.5);
    const kept = dense.slice(0, Math.max(2, Math.ceil(dense.length * (1 - DIFFICULTY * random.between(0, 0.25)))));
    return kept.map(([x, y]) => [x + bend(0, y) + bend(1, x) * 0.5, y + bend(2, x) + bend(3, y) * 0.5]);
  });
}

function strayStroke(random) {
  const [x, y, angle] = [random.between(0, SIZE), random.between(0, SIZE), random.between(0, 6.3)];
  const length = random.between(8, 26);
  const curl = random.between(-0.12, 0.12);
  return along(10, (t) => [x + length * t * Math.cos(angle + curl * length * t), y + length * t * Math.sin(angle + curl * length * t)]);
}

function draw(className, index) {
  const random = randomOf(`sketches/${className}/${index}`);
  const colours = random.pick(random.next() < 0.6 * DIFFICULTY ? CHALKS : INKS);
  const strokes = byHand(SHAPES[className](), random);
  const strays = Math.round(DIFFICULTY * random.between(0, 6));
  for (let stray = 0; stray < strays; stray++) strokes.push(strayStroke(random));
  const pen = 1.9 - DIFFICULTY * random.between(0, 0.8);
  const ink = 1 - DIFFICULTY * random.between(0, 0.7);
  const grain = DIFFICULTY * random.between(0.02, 0.16);
  const segments = strokes.flatMap((points) => points.slice(1).map((end, at) => [...points[at], ...end]));
  const shadeAt = (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const segment of segments) nearest = Math.min(nearest, distance(x + 0.5, y + 0.5, segment));
    return ink * (1 - smoothstep(pen - 0.7, pen + 0.7, nearest)) + Math.abs(grain * random.normal());
  };
  return paint(shadeAt, { colours, cover: colours[0] });
}

/** From a point to a line segment. */
function distance(x, y, [x0, y0, x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}

export const sketches = {
  id: 'sketches',
  name: 'Sketches',
  modality: 'image',
  suffix: 'png',
  description: 'Seven shapes as if drawn by hand, with stray strokes beside them.',
  classes: CLASSES,
  perClass: 60,
  // PNG files are packed already: stored, they unpack faster and lose nothing.
  zipLevel: 0,
  make: (className, index) => encodePng(draw(className, index)),
};
