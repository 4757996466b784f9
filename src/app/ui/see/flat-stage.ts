/** @file A point cloud to turn, without WebGL: `point-pixels.ts` on a 2-D canvas, drawn again after each change. */
import { floorFit, floorLines, floorOf, pointPixels, projectPoints, THREE_QUARTER } from './point-pixels.ts';
import { type MakeStage, SPIN_SECONDS, type StageColors, ZOOM_RANGE } from './point-stage.ts';

/** Most pixels on a side; larger boxes scale it up. */
const LARGEST = 640;
const STEEPEST = Math.PI / 2;
export const makeFlatStage: MakeStage = (canvas, points, first, onView) => {
  const floor = floorLines(floorOf(points));
  let colors = first;
  const start = { ...THREE_QUARTER, zoom: 1 / floorFit(floor) };
  let view = start;
  let size = 0;
  let wanted = 0;
  let spinning = 0;
  const draw = () => {
    wanted = 0;
    const context = canvas.getContext('2d');
    if (!context || size === 0) return;
    canvas.width = size;
    canvas.height = size;
    context.putImageData(new ImageData(pointPixels(points, view, size, colors.table), size, size), 0, 0);
    drawFloor(context, projectPoints(floor, view), size, colors);
    onView(view.yaw, view.pitch);
  };
  const ask = () => {
    if (wanted === 0) wanted = requestAnimationFrame(draw);
  };
  const turn = (yaw: number, pitch: number) => {
    view = { ...view, yaw: view.yaw + yaw, pitch: Math.min(STEEPEST, Math.max(-STEEPEST, view.pitch + pitch)) };
    ask();
  };
  const zoom = (factor: number) => {
    view = { ...view, zoom: Math.min(ZOOM_RANGE[1], Math.max(ZOOM_RANGE[0], view.zoom * factor)) };
    ask();
  };
  const release = listen(canvas, turn, zoom);
  const spin = (isOn: boolean) => {
    cancelAnimationFrame(spinning);
    spinning = 0;
    if (!isOn) return;
    let before = performance.now();
    spinning = requestAnimationFrame(function step(now) {
      turn((2 * Math.PI * (now - before)) / 1000 / SPIN_SECONDS, 0);
      before = now;
      spinning = requestAnimationFrame(step);
    });
  };
  return {
    turn,
    zoom,
    reset: () => {
      view = start;
      ask();
    },
    spin,
    resize: (width, height) => {
      size = Math.min(LARGEST, Math.round(Math.min(width, height) * window.devicePixelRatio));
      ask();
    },
    recolor: (fresh) => {
      colors = fresh;
      ask();
    },
    dispose: () => {
      spin(false);
      cancelAnimationFrame(wanted);
      release();
    },
  };
};

/** Behind what is there already: the points hide it. */
function drawFloor(context: CanvasRenderingContext2D, seen: Float32Array, size: number, { line }: StageColors): void {
  context.globalCompositeOperation = 'destination-over';
  context.strokeStyle = line;
  context.lineWidth = size / 400;
  context.beginPath();
  const place = (value: number) => (size / 2) * (1 + 0.94 * value);
  for (let at = 0; at < seen.length; at += 6) {
    context.moveTo(place(seen[at]!), place(seen[at + 1]!));
    context.lineTo(place(seen[at + 3]!), place(seen[at + 4]!));
  }
  context.stroke();
}

function listen(canvas: HTMLCanvasElement, turn: (yaw: number, pitch: number) => void, zoom: (factor: number) => void): () => void {
  const control = new AbortController();
  const { signal } = control;
  canvas.addEventListener('pointerdown', ({ pointerId }) => canvas.setPointerCapture(pointerId), { signal });
  canvas.addEventListener(
    'pointermove',
    ({ pointerId, movementX, movementY }) => {
      if (canvas.hasPointerCapture(pointerId)) turn(movementX / 120, movementY / 120);
    },
    { signal },
  );
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400));
    },
    { signal, passive: false },
  );
  return () => control.abort();
}
