/**
 * @file Sample set “Things”: seven kinds of household thing as small surfaces (OBJ, y up), in any proportion, turned, bent,
 * tilted, dented, with parts missing and stray pieces beside them.
 */
import { box, encodeObj, join, moved, revolved, tube } from './mesh.mjs';
import { randomOf } from './random.mjs';

/** How hard the set is: 0 neat things, 1 hardly to be told apart. Widens proportions; raises bends, dents, stray pieces and missing parts. */
const DIFFICULTY = 0.75;

/** A thing of middle size is so many units high; coordinates are whole numbers. */
const UNITS = 300;

/** Each thing, about one unit tall, standing on y = 0 in the middle. `wide` draws around a middle by a factor that DIFFICULTY sets. */
const THINGS = {
  bottle: ({ wide, sides }) => {
    const [body, neck, shoulder] = [wide(0.22), wide(0.07), Math.min(0.85, wide(0.58))];
    return [
      revolved(
        [
          [0, 0],
          [body, 0],
          [body, shoulder * 0.5],
          [body * 0.95, shoulder],
          [neck, Math.min(0.93, shoulder + wide(0.13))],
          [neck, 1],
        ],
        sides,
      ),
    ];
  },
  vase: ({ wide, sides }) => {
    const [foot, belly, neck, lip, at] = [wide(0.15), wide(0.34), wide(0.14), wide(0.22), Math.min(0.6, wide(0.38))];
    return [
      revolved(
        [
          [0, 0],
          [foot, 0],
          [(foot + belly) / 2, at * 0.4],
          [belly, at],
          [(belly + neck) / 2, at + 0.2],
          [neck, 0.83],
          [lip, 1],
        ],
        sides,
      ),
    ];
  },
  cup: ({ wide, sides, keep }) => {
    const [foot, rim, reach, high] = [wide(0.3), wide(0.42), wide(0.25), wide(0.85)];
    const handle = Array.from({ length: 7 }, (_, at) => {
      const angle = Math.PI * (at / 6 - 0.5);
      return [rim * 0.92 + reach * Math.cos(angle), high * (0.52 + 0.3 * Math.sin(angle)), 0];
    });
    const walls = revolved(
      [
        [0, 0],
        [foot, 0],
        [(foot + rim) / 2, high * 0.5],
        [rim, high],
        [rim * 0.9, high],
        [foot * 0.9, 0.1],
      ],
      sides,
    );
    return [
      walls,
      ...keep([
        tube(
          handle,
          handle.map(() => 0.045),
          5,
        ),
      ]),
    ];
  },
  lamp: ({ wide, sides }) => {
    const [foot, top, bottom, from] = [wide(0.24), wide(0.16), wide(0.36), Math.min(0.8, wide(0.62))];
    const pole = revolved(
      [
        [0, 0],
        [foot, 0],
        [foot * 0.9, 0.05],
        [0.035, 0.09],
        [0.035, 0.95],
      ],
      sides,
    );
    return [
      pole,
      revolved(
        [
          [bottom, from],
          [(bottom + top) / 2, (from + 1) / 2],
          [top, 1],
        ],
        sides,
      ),
    ];
  },
  table: ({ wide, sides, keep }) => {
    const [width, depth, high, thick] = [wide(0.6), wide(0.42), wide(0.7), wide(0.06)];
    const top = sides < 7 ? slab(width, depth, high, thick) : round(width * 0.9, high, thick, sides);
    const inset = sides < 7 ? 0.88 : 0.58;
    return [top, ...keep(legs(width * inset, sides < 7 ? depth * inset : width * inset, high, wide(0.045)))];
  },
  chair: ({ wide, sides, keep }) => {
    const [width, depth, seat, thick] = [wide(0.27), wide(0.27), wide(0.45), wide(0.045)];
    const back = box([-width, seat + wide(0.12), -depth], [width, seat + wide(0.5), -depth + thick]);
    const posts = [-1, 1].map((side) =>
      box([side * width * 0.92 - 0.025, seat, -depth], [side * width * 0.92 + 0.025, seat + 0.2, -depth + thick]),
    );
    const top = sides < 9 ? slab(width, depth, seat, thick) : round(width * 1.1, seat, thick, sides);
    return [top, back, ...posts, ...keep(legs(width * 0.88, depth * 0.88, seat, wide(0.035)))];
  },
  plant: ({ wide, sides, random, keep }) => {
    const [foot, rim, high] = [wide(0.16), wide(0.22), wide(0.33)];
    const pot = revolved(
      [
        [0, 0],
        [foot, 0],
        [rim, high],
        [rim * 0.85, high],
        [0, high * 0.9],
      ],
      sides,
    );
    const leaves = Array.from({ length: 6 }, (_, at) => {
      const [angle, reach, top] = [at + random.between(-0.4, 0.4), wide(0.3), high + wide(0.5)];
      const spot = (share, height) => [
        reach * share * Math.cos(angle),
        high * 0.9 + (top - high * 0.9) * height,
        reach * share * Math.sin(angle),
      ];
      return tube([spot(0, 0), spot(0.3, 0.6), spot(0.7, 0.95), spot(1, 0.8)], [0.02, 0.06, 0.06, 0.01], 3);
    });
    return [pot, ...keep(leaves)];
  },
};

const CLASSES = Object.keys(THINGS);

function slab(width, depth, top, thick) {
  return box([-width, top - thick, -depth], [width, top, depth]);
}

function round(radius, top, thick, sides) {
  return revolved(
    [
      [0, top - thick],
      [radius, top - thick],
      [radius, top],
      [0, top],
    ],
    sides,
  );
}

function legs(x, z, top, thick) {
  const half = thick / 2;
  return [
    [-x, -z],
    [x, -z],
    [-x, z],
    [x, z],
  ].map(([a, b]) => box([a - half, 0, b - half], [a + half, top, b + half]));
}

/** One of many shapes between a ball and a stick, somewhere on the ground or against the thing. */
function strayPiece(random) {
  const [x, y, z] = [random.between(-0.7, 0.7), random.between(0, 0.8), random.between(-0.7, 0.7)];
  const [a, b, c] = [0, 1, 2].map(() => random.between(0.03, 0.2));
  return box([x - a, y - b, z - c], [x + a, y + b, z + c]);
}

/** Turned about the vertical, tilted, twisted and bent by a slow wave, dented, stretched, then in whole units. */
function deformed(mesh, random) {
  const turn = random.between(0, 2 * Math.PI);
  const tilt = DIFFICULTY * random.between(-0.5, 0.5);
  const twist = DIFFICULTY * random.between(-1.2, 1.2);
  const stretch = [0, 1, 2].map(() => 2 ** (DIFFICULTY * random.between(-0.8, 0.8)));
  const wave = { size: DIFFICULTY * random.between(0, 0.25), pace: random.between(2, 6), phase: random.between(0, 6.3) };
  const dent = DIFFICULTY * random.between(0, 0.05);
  const size = UNITS * random.between(0.6, 1.5);
  return moved(mesh, (point) => {
    const [x, y, z] = point.map((value, axis) => (value + dent * random.normal()) * stretch[axis]);
    const [bentX, bentZ] = [x + wave.size * Math.sin(wave.pace * y + wave.phase), z + wave.size * Math.cos(wave.pace * y + wave.phase)];
    const angle = turn + twist * y;
    const [turnedX, turnedZ] = [bentX * Math.cos(angle) - bentZ * Math.sin(angle), bentX * Math.sin(angle) + bentZ * Math.cos(angle)];
    return [turnedX * Math.cos(tilt) - y * Math.sin(tilt), turnedX * Math.sin(tilt) + y * Math.cos(tilt), turnedZ].map(
      (value) => value * size,
    );
  });
}

/** @returns {Uint8Array} an OBJ file of 60 to 150 points */
function make(className, index) {
  const random = randomOf(`things/${className}/${index}`);
  const wide = (middle) => middle * 2 ** (random.between(-1, 1) * (0.15 + 0.7 * DIFFICULTY));
  const keep = (parts) => parts.filter(() => random.next() > 0.35 * DIFFICULTY);
  const sides = random.pick([4, 5, 6, 8, 9, 10, 12]);
  const parts = THINGS[className]({ wide, sides, random, keep });
  const strays = Math.round(DIFFICULTY * random.between(0, 4));
  for (let stray = 0; stray < strays; stray++) parts.push(strayPiece(random));
  return encodeObj(deformed(join(parts), random));
}

export const things = {
  id: 'things',
  name: 'Things',
  modality: 'point',
  suffix: 'obj',
  description: 'Seven kinds of household thing as small surfaces, bent, with parts missing and stray pieces beside them.',
  classes: CLASSES,
  perClass: 56,
  zipLevel: 9,
  make,
};
