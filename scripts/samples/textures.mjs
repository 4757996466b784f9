/**
 * @file Sample set “Textures”: six patterns in muted colour pairs, at any scale, angle and place, with grain, a faint
 * second pattern below, and a patch that covers part of the picture.
 */
import { COVER, paint, SIZE, smoothstep } from './drawing.mjs';
import { encodePng } from './png.mjs';
import { randomOf } from './random.mjs';

/**
 * How hard the set is: 0 clean patterns, 1 hardly to be told apart. Raises grain, bend, the second pattern, the cover,
 * and the range of angles, scales and swapped colours.
 */
const DIFFICULTY = 0.4;

/** Pairs of a light and a dark colour. */
const PAIRS = [
  ['#ece0cf', '#6b5238'],
  ['#d5dde8', '#44618a'],
  ['#f0e3b4', '#8a6d12'],
  ['#e7cfc6', '#96452f'],
  ['#d9e3cf', '#4c6b3c'],
  ['#dcd6ea', '#51477c'],
  ['#cfe0e2', '#1f5561'],
  ['#ead2da', '#7d3350'],
  ['#dcdcdc', '#3a3f46'],
].map((pair) => pair.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))));

/** Each pattern: shade in [0, 1] at (u, v), in units of its own period. */
const PATTERNS = {
  rings: (u, v) => wave(Math.hypot(u, v)),
  stripes: (u) => wave(u),
  dots: (u, v) => 1 - smoothstep(0.27, 0.37, Math.hypot(fold(u), fold(v + 0.5 * (Math.floor(u + 0.5) & 1)))),
  checks: (u, v) => edge(Math.sin(Math.PI * u) * Math.sin(Math.PI * v) * 1.6),
  waves: (u, v) => wave(u + 0.34 * Math.sin(2 * Math.PI * v * 0.55)),
  crosses: (u, v) => {
    const [a, b] = [Math.abs(fold(u)), Math.abs(fold(v))];
    return 1 - smoothstep(0, 0.08, Math.max(Math.min(a, b) - 0.1, Math.max(a, b) - 0.36));
  },
};

/** Distance to the nearest whole number, signed, in [-½, ½]. */
function fold(x) {
  return x - Math.round(x);
}
function edge(x) {
  return smoothstep(-0.35, 0.35, x);
}
function wave(x) {
  return edge(Math.cos(2 * Math.PI * x));
}

const CLASSES = Object.keys(PATTERNS);

/** A pattern at a random place, angle and scale, slightly bent. @returns {(x: number, y: number) => number} */
function placed(className, random) {
  const isCentred = className === 'rings';
  const spread = 1 + 0.04 + 0.5 * DIFFICULTY;
  const period = 15 * random.between(1 / spread, spread);
  const angle = 0.35 + random.between(-1, 1) * (0.1 + 1.5 * DIFFICULTY);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach = isCentred ? 14 : 40;
  const [dx, dy] = [SIZE / 2 + random.between(-reach, reach), SIZE / 2 + random.between(-reach, reach)];
  const bend = DIFFICULTY * random.between(0, 3);
  const [phase, turn] = [random.between(0, 6.3), random.between(0.05, 0.09)];
  return (x, y) => {
    const [a, b] = [x - dx + bend * Math.sin(turn * y + phase), y - dy + bend * Math.cos(turn * x + phase)];
    return PATTERNS[className]((a * cos + b * sin) / period, (b * cos - a * sin) / period);
  };
}

function draw(className, index) {
  const random = randomOf(`textures/${className}/${index}`);
  const pair = random.pick(PAIRS);
  const colours = random.next() < 0.6 * DIFFICULTY ? [...pair].reverse() : pair;
  const pattern = placed(className, random);
  const other = placed(random.pick(CLASSES.filter((name) => name !== className)), random);
  const share = DIFFICULTY * random.between(0.1, 0.8);
  const contrast = 1 - DIFFICULTY * random.between(0.1, 0.7);
  const grain = DIFFICULTY * random.between(0.1, 0.4);
  const cover = { x: random.between(0, SIZE), y: random.between(0, SIZE), radius: DIFFICULTY * random.between(8, 36) };
  const shadeAt = (x, y) => {
    if (Math.hypot(x - cover.x, y - cover.y) < cover.radius) return COVER;
    // Four points a pixel, so that edges are smooth.
    let sum = 0;
    for (const [ox, oy] of [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.75, 0.75],
    ])
      sum += (1 - share) * pattern(x + ox, y + oy) + share * other(x + ox, y + oy);
    return 0.5 + contrast * (sum / 4 - 0.5) + grain * random.normal();
  };
  return paint(shadeAt, { colours, cover: random.pick(PAIRS)[0] });
}

export const textures = {
  id: 'textures',
  name: 'Textures',
  modality: 'image',
  suffix: 'png',
  description: 'Six patterns in two colours each, with grain and partly covered.',
  classes: CLASSES,
  perClass: 60,
  // PNG files are packed already: stored, they unpack faster and lose nothing.
  zipLevel: 0,
  make: (className, index) => encodePng(draw(className, index)),
};
