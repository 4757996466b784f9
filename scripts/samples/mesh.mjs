/**
 * @file Small triangle meshes for the set of things: surfaces of revolution, tubes and boxes put together, then bent and
 * written as Wavefront OBJ, y up.
 */

/** @typedef {{ points: number[][], faces: number[][] }} Mesh points [x, y, z], y up; faces are corner lists from 0 */

/** Several parts as one mesh. @param {Mesh[]} parts @returns {Mesh} */
export function join(parts) {
  const points = [];
  const faces = [];
  for (const part of parts) {
    const before = points.length;
    points.push(...part.points);
    faces.push(...part.faces.map((corners) => corners.map((corner) => corner + before)));
  }
  return { points, faces };
}

/** @param {Mesh} mesh @param {(point: number[]) => number[]} change */
export function moved({ points, faces }, change) {
  return { points: points.map(change), faces };
}

/**
 * A profile turned about the y axis. Radius 0 at an end closes it.
 * @param {number[][]} profile [radius, height] from one end to the other
 * @param {number} sides corners of a ring: 4 is a square thing
 */
export function revolved(profile, sides) {
  const points = profile.flatMap(([radius, height]) =>
    Array.from({ length: sides }, (_, side) => {
      const angle = (2 * Math.PI * (side + 0.5)) / sides;
      return [radius * Math.cos(angle), height, radius * Math.sin(angle)];
    }),
  );
  const faces = [];
  for (let ring = 0; ring + 1 < profile.length; ring++) {
    for (let side = 0; side < sides; side++) {
      const [here, next] = [ring * sides + side, ring * sides + ((side + 1) % sides)];
      faces.push([here, here + sides, next + sides, next]);
    }
  }
  return { points, faces };
}

/** A tube of changing thickness along a path of points. @param {number[][]} path @param {number[]} radii one a point */
export function tube(path, radii, sides) {
  const rings = path.map((centre, at) => {
    const [before, after] = [path[Math.max(0, at - 1)], path[Math.min(path.length - 1, at + 1)]];
    const along = unit(after.map((value, axis) => value - before[axis]));
    const across = unit(cross(along, Math.abs(along[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0]));
    const up = cross(along, across);
    return Array.from({ length: sides }, (_, side) => {
      const angle = (2 * Math.PI * side) / sides;
      return centre.map((value, axis) => value + radii[at] * (Math.cos(angle) * across[axis] + Math.sin(angle) * up[axis]));
    });
  });
  const frame = revolved(
    path.map(() => [1, 0]),
    sides,
  );
  return { points: rings.flat(), faces: frame.faces };
}

/** A box between two corners. */
export function box([x0, y0, z0], [x1, y1, z1]) {
  const points = [];
  for (const x of [x0, x1]) for (const y of [y0, y1]) for (const z of [z0, z1]) points.push([x, y, z]);
  const faces = [
    [0, 1, 3, 2],
    [4, 6, 7, 5],
    [0, 4, 5, 1],
    [2, 3, 7, 6],
    [0, 2, 6, 4],
    [1, 5, 7, 3],
  ];
  return { points, faces };
}

/** @param {Mesh} mesh coordinates are rounded to whole numbers @returns {Uint8Array} */
export function encodeObj({ points, faces }) {
  const lines = points.map((point) => `v ${point.map((value) => Math.round(value)).join(' ')}`);
  lines.push(...faces.map((corners) => `f ${corners.map((corner) => corner + 1).join(' ')}`));
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

function cross([a, b, c], [d, e, f]) {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

function unit(vector) {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
