/**
 * @file Sample set “Motions”: short clips (animated GIF) in which one shape moves in one of five ways. Shape, colours,
 * background, place, size, pace and direction are random: one frame alone does not give the class away.
 */
import { SIZE, smoothstep } from './drawing.mjs';
import { encodeGif } from './gif.mjs';
import { randomOf } from './random.mjs';

/**
 * How hard the set is: 0 clear motions, 1 hardly to be told apart. Lowers how far things move; raises sway, clutter, likeness of
 * colours, and distance from the middle.
 */
const DIFFICULTY = 0.05;

const FRAMES = 8;
/** Between the middle of the shape and the edge of the picture, in pixels. */
const MARGIN = 8;
/** Hundredths of a second. */
const DELAY = 12;

/**
 * Each motion: at time t in [0, 1], where the shape is (x and y in units of its reach, turn in radians, growth in octaves).
 * `side` is 1 or -1, `phase` and `pace` are in [0, 1].
 */
const MOTIONS = {
  slide: (t, { side }) => ({ x: side * (2 * t - 1) }),
  hop: (t, { pace, phase }) => ({ y: 1 - 2 * Math.abs(Math.sin(Math.PI * ((1 + 0.7 * pace) * t + phase))) }),
  circle: (t, { side, phase, pace }) => circled(side * (0.8 + 0.4 * pace) * t + phase),
  spin: (t, { side, pace }) => ({ turn: side * (2.4 + 3 * pace) * t }),
  swell: (t, { phase, pace }) => ({ growth: Math.sin(2 * Math.PI * ((0.4 + 0.4 * pace) * t + phase)) }),
};

const CLASSES = Object.keys(MOTIONS);

/** Each shape: whether (u, v) is inside, within about [-1, 1]². None looks the same after a quarter turn. */
const SHAPES = [
  (u, v) => Math.min(0.95 - Math.abs(u), 0.4 - Math.abs(v)), // bar
  (u, v) => Math.min(0.5 - v, 0.5 + 0.5 * v - 0.87 * Math.abs(u)), // triangle
  (u, v) => Math.max(Math.min(0.3 - Math.abs(u + 0.5), 0.9 - Math.abs(v)), Math.min(0.8 - Math.abs(u), 0.3 - Math.abs(v - 0.6))), // L
  (u, v) => Math.min(0.95 - Math.hypot(u, v), v + 0.3), // dome
];

/** Muted colours, [r, g, b]: grounds are dark, shapes are light. */
const DARK = ['#4a3826', '#2c4263', '#55430b', '#63301f', '#324a28', '#38305a', '#153f48', '#552236', '#2b2f34'].map(toColour);
const LIGHT = ['#ece0cf', '#d5dde8', '#f0e3b4', '#d9e3cf', '#dcd6ea', '#ead2da', '#e7cfc6', '#cfe0e2'].map(toColour);

function toColour(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** Palette: the ground, then from it to the shape and from it to the clutter in as many steps. */
const EDGE = 4;

function circled(turns) {
  return { x: Math.cos(2 * Math.PI * turns), y: Math.sin(2 * Math.PI * turns) };
}

/** Colours of a clip: the harder the set, the less they differ. */
function paletteOf(random) {
  const ground = random.pick(DARK);
  const [shape, clutter] = [0, 1].map(() => mix(random.pick(LIGHT), ground, DIFFICULTY * random.between(0, 0.8)));
  const edges = [shape, clutter].flatMap((colour) => Array.from({ length: EDGE }, (_, at) => mix(ground, colour, (at + 1) / EDGE)));
  return [ground, ...edges];
}

function mix(first, second, share) {
  return first.map((value, channel) => Math.round(value + (second[channel] - value) * share));
}

/** What stays: a plain ground, and shapes that do not move. @returns {Uint8Array} palette index of each pixel */
function stillScene(random) {
  const pieces = Array.from({ length: Math.round(DIFFICULTY * random.between(0, 6)) }, () => ({
    inside: random.pick(SHAPES),
    pose: { x: random.between(0, SIZE), y: random.between(0, SIZE), radius: random.between(4, 12), turn: random.between(0, 6.3) },
  }));
  return pixels((x, y) => {
    const cover = Math.max(0, ...pieces.map(({ inside, pose }) => coverage(inside, pose, x, y)));
    return cover > 0 ? EDGE + cover : 0;
  });
}

/** How much of a pixel a shape covers, 0 to EDGE. */
function coverage(inside, { x, y, radius, turn }, px, py) {
  const [dx, dy] = [(px + 0.5 - x) / radius, (py + 0.5 - y) / radius];
  if (Math.abs(dx) + Math.abs(dy) > 2.2) return 0;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return Math.round(EDGE * smoothstep(-0.7, 0.7, inside(dx * cos + dy * sin, dy * cos - dx * sin) * radius));
}

function pixels(indexAt) {
  return Uint8Array.from({ length: SIZE * SIZE }, (_, i) => indexAt(i % SIZE, Math.floor(i / SIZE)));
}

/** Where the shape is in each frame: its motion, and a little of every other. */
function posesOf(className, random) {
  const radius = random.between(10, 13);
  const reach = random.between(20 - 8 * DIFFICULTY, 22 - 4 * DIFFICULTY);
  const octaves = random.between(0.9 - 0.4 * DIFFICULTY, 1.1 - 0.3 * DIFFICULTY);
  const start = { turn: random.between(0, 6.3), side: random.pick([-1, 1]), phase: random.next(), pace: random.next() };
  const sway = [0, 1, 2, 3].map(() => DIFFICULTY * random.between(-1, 1));
  const poses = Array.from({ length: FRAMES }, (_, at) => {
    const t = at / (FRAMES - 1);
    const { x = 0, y = 0, turn = 0, growth = 0 } = MOTIONS[className](t, start);
    const unrest = DIFFICULTY * 1.5;
    return {
      x: x * reach + 8 * sway[0] * t + unrest * random.between(-1, 1),
      y: y * reach + 8 * sway[1] * t + unrest * random.between(-1, 1),
      turn: start.turn + turn + sway[2] * t,
      radius: radius * 2 ** (octaves * growth + 0.4 * sway[3] * t),
    };
  });
  return placed(poses, random);
}

/** About the middle of the picture, the farther from it the harder the set, but with the whole path inside where it fits. */
function placed(poses, random) {
  const shift = (values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = Math.max(0, SIZE - 2 * MARGIN - (high - low)) / 2;
    return SIZE / 2 - (low + high) / 2 + room * random.between(-1, 1) * Math.min(1, 2 * DIFFICULTY);
  };
  const [dx, dy] = [shift(poses.map((pose) => pose.x)), shift(poses.map((pose) => pose.y))];
  return poses.map((pose) => ({ ...pose, x: pose.x + dx, y: pose.y + dy }));
}

/** @returns {Uint8Array} a GIF of 8 frames, about one second */
function make(className, index) {
  const random = randomOf(`motions/${className}/${index}`);
  const palette = paletteOf(random);
  const scene = stillScene(random);
  const inside = random.pick(SHAPES);
  const frames = posesOf(className, random).map((pose) =>
    pixels((x, y) => {
      const cover = coverage(inside, pose, x, y);
      return cover > 0 ? cover : scene[y * SIZE + x];
    }),
  );
  return encodeGif({ size: SIZE, frames, palette, delay: DELAY });
}

export const motions = {
  id: 'motions',
  name: 'Motions',
  modality: 'video',
  suffix: 'gif',
  description: 'Short clips of one shape that moves in one of five ways; a single frame does not tell which.',
  classes: CLASSES,
  perClass: 150,
  // GIF is packed already.
  zipLevel: 0,
  make,
};
