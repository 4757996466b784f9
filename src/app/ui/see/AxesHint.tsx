/** @file Three short lines in the corner of a point cloud that say where its axes point: x, y (up) and z. Turned with the cloud. */
import type { Ref } from 'react';
import { projectPoints } from './point-pixels.ts';

const NAMES = ['x', 'y', 'z'] as const;
const SIZE = 64;
const LENGTH = 20;

export function AxesHint({ ref }: { ref: Ref<SVGSVGElement> }) {
  return (
    <svg ref={ref} className="axes" viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`} aria-hidden="true">
      {NAMES.map((name) => (
        <g key={name}>
          <line />
          <text>{name}</text>
        </g>
      ))}
    </svg>
  );
}

/** Without React: it happens with every frame. @param yaw,pitch radians, as in `PointView` */
export function turnAxes(svg: SVGSVGElement, yaw: number, pitch: number): void {
  const ends = projectPoints(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), { yaw, pitch, zoom: 1 });
  for (const [axis, group] of [...svg.children].entries()) {
    const [line, text] = group.children;
    const [x, y] = [ends[3 * axis] ?? 0, ends[3 * axis + 1] ?? 0];
    line?.setAttribute('x2', String(LENGTH * x));
    line?.setAttribute('y2', String(LENGTH * y));
    text?.setAttribute('x', String((LENGTH + 6) * x));
    text?.setAttribute('y', String((LENGTH + 6) * y));
  }
}
