/**
 * @file What shows a point cloud that can be turned: three's WebGL where there is one (`point-scene.ts`, loaded when needed), the page's
 * own projection where there is none (`flat-stage.ts`). Types only.
 */

/** Colours as the theme has them. */
export interface StageColors {
  /** Of heights, bytes [256, 3]. */
  table: Uint8Array;
  /** CSS colours of the floor and of the paper, which far points fade into. */
  line: string;
  paper: string;
}

export interface PointStage {
  /** By radians: to the right, and the top towards the eye. */
  turn(yaw: number, pitch: number): void;
  /** Above 1 comes nearer. */
  zoom(factor: number): void;
  /** The view it began with. */
  reset(): void;
  spin(isOn: boolean): void;
  /** Fits it to its box, CSS px. */
  resize(width: number, height: number): void;
  recolor(colors: StageColors): void;
  /** Frees everything; nothing may be called afterwards. */
  dispose(): void;
}

/** @param points [P, 3], y up, inside the unit sphere */
export type MakeStage = (
  canvas: HTMLCanvasElement,
  points: Float32Array,
  colors: StageColors,
  /** Told after each drawing how it is turned, in radians as in `PointView`. */
  onView: (yaw: number, pitch: number) => void,
) => PointStage;

/** Full turns take this long, in seconds. */
export const SPIN_SECONDS = 16;
export const ZOOM_RANGE = [0.5, 6] as const;
