/** @file The projection against three's camera; what hides what; colours by height; what a 3,000-point cloud costs. */
import { PerspectiveCamera, Vector3 } from 'three';
import { expect, test } from 'vitest';
import { floorFit, floorLines, floorOf, heightShares, pointPixels, projectPoints, THREE_QUARTER } from './point-pixels.ts';

const GREY = Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3));
const EYE = 3.4;

test('points are seen where a camera of three sees them', () => {
  const cloud = Float32Array.of(0.3, 0.5, -0.2, -0.7, 0.1, 0.4, 0, -0.9, 0.1, 0.5, 0.5, 0.5);
  for (const { yaw, pitch } of [THREE_QUARTER, { yaw: 0, pitch: 0 }, { yaw: 2.2, pitch: -0.7 }]) {
    // Half the field of view just holds the unit sphere.
    const camera = new PerspectiveCamera((2 * Math.asin(1 / EYE) * 180) / Math.PI, 1, 0.1, 10);
    camera.position.set(EYE * Math.cos(pitch) * Math.sin(-yaw), EYE * Math.sin(pitch), EYE * Math.cos(pitch) * Math.cos(yaw));
    camera.lookAt(0, 0, 0);
    camera.updateMatrixWorld();
    const seen = projectPoints(cloud, { yaw, pitch, zoom: 1 });
    for (let at = 0; at < cloud.length; at += 3) {
      const point = new Vector3(cloud[at], cloud[at + 1], cloud[at + 2]);
      const depth = EYE - point.distanceTo(camera.position);
      const { x, y } = point.project(camera);
      expect(seen[at]).toBeCloseTo(x, 5);
      expect(seen[at + 1]).toBeCloseTo(-y, 5);
      expect(Math.abs((seen[at + 2] ?? 9) - depth)).toBeLessThan(0.4); // along the eye's axis, not to the eye
    }
  }
});

test('the whole unit sphere fits the picture', () => {
  const sphere = Float32Array.from({ length: 3000 * 3 }, (_, at) => {
    const [p, axis] = [Math.floor(at / 3), at % 3];
    const [u, v] = [(2 * Math.PI * p) / 97, Math.acos(1 - (2 * p) / 2999)];
    return [Math.sin(v) * Math.cos(u), Math.cos(v), Math.sin(v) * Math.sin(u)][axis]!;
  });
  const seen = projectPoints(sphere, THREE_QUARTER).filter((_, at) => at % 3 < 2);
  expect(Math.max(...seen.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-6);
  expect(Math.max(...seen.map(Math.abs))).toBeGreaterThan(0.98);
});

test('a wide floor low down is in the picture from all sides, and a narrow one changes nothing', () => {
  const low = floorLines({ height: -0.85, radius: 0.75 });
  const zoom = 1 / floorFit(low);
  expect(zoom).toBeLessThan(0.99);
  for (const yaw of [0, 1, 2.5]) {
    const seen = projectPoints(low, { ...THREE_QUARTER, yaw, zoom }).filter((_, at) => at % 3 < 2);
    expect(Math.max(...seen.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-3);
  }
  expect(floorFit(floorLines({ height: -0.3, radius: 0.2 }))).toBe(1);
});

test('near points hide far ones, and what is empty is transparent', () => {
  const front = { yaw: 0, pitch: 0, zoom: 1 };
  const pixels = pointPixels(Float32Array.of(0, 0, -0.9, 0, 0, 0.9, 0.5, 1, 0), front, 64, GREY);
  const at = (x: number, y: number) => [...pixels.subarray(4 * (64 * y + x), 4 * (64 * y + x) + 4)];
  const near = at(32, 32);
  expect(near[0]).toBe(Math.round(0.3 * 255)); // as low as any
  expect(near[3]).toBeGreaterThan(240);
  expect(at(2, 2)).toEqual([0, 0, 0, 0]);
  const alone = pointPixels(Float32Array.of(0, 0, -0.9), front, 64, GREY);
  expect(alone[4 * (64 * 32 + 32) + 3]).toBeLessThan(150); // far, so faint
});

test('height is colour; a flat cloud has one', () => {
  expect([...heightShares(Float32Array.of(0, -1, 0, 0, 0, 0, 0, 1, 0))].map((share) => share.toFixed(2))).toEqual(['0.30', '0.65', '1.00']);
  expect(new Set(heightShares(Float32Array.of(1, 0.2, 0, 2, 0.2, 0)))).toEqual(new Set([Math.fround(0.65)]));
});

test('the floor lies under the cloud', () => {
  const floor = floorOf(Float32Array.of(0.3, -0.6, 0.4, 0, 0.8, 0));
  expect(floor).toEqual({ height: Math.fround(-0.6), radius: expect.closeTo(0.5, 6) });
  const lines = floorLines(floor);
  expect(lines.length % 6).toBe(0);
  for (let at = 1; at < lines.length; at += 3) expect(lines[at]).toBe(floor.height);
});

test('a thumbnail of 1,024 points takes a few milliseconds of the processor', () => {
  const cloud = Float32Array.from({ length: 3072 }, (_, at) => 0.57 * Math.sin(at * at));
  for (let i = 0; i < 20; i++) pointPixels(cloud, THREE_QUARTER, 96, GREY);
  // Time of this process, not of the clock: other programs do not count.
  const before = process.cpuUsage();
  for (let i = 0; i < 20; i++) pointPixels(cloud, THREE_QUARTER, 96, GREY);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000 / 20).toBeLessThan(6);
});
