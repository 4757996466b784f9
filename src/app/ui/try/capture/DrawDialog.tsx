/**
 * @file A drawing as a picture: black on white, with mouse, pen or finger. It goes the way of a file.
 */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { CaptureDialog } from './CaptureDialog.tsx';

/** Edge of the drawing, in pixels. */
const SIZE = 320;
const PEN = 14;

type Stroke = [x: number, y: number][];

interface Props {
  onClose: () => void;
  onFile: (file: File) => void;
}

export function DrawDialog({ onClose, onFile }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  useEffect(() => draw(canvas.current, strokes), [strokes]);

  const start = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const place = placeOf(event);
    setStrokes((before) => [...before, [place]]);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const place = placeOf(event);
    setStrokes((before) => [...before.slice(0, -1), [...(before.at(-1) ?? []), place]]);
  };
  const take = () =>
    canvas.current?.toBlob((blob) => {
      if (blob) onFile(new File([blob], 'drawing.png', { type: 'image/png' }));
      onClose();
    }, 'image/png');

  const more = (
    <>
      <button type="button" className="btn" disabled={strokes.length === 0} onClick={() => setStrokes(strokes.slice(0, -1))}>
        Undo
      </button>
      <button type="button" className="btn" disabled={strokes.length === 0} onClick={() => setStrokes([])}>
        Clear
      </button>
    </>
  );
  return (
    <CaptureDialog
      title="Draw a picture"
      refusal=""
      action={{ label: 'Use drawing', icon: 'check', isReady: strokes.length > 0, run: take }}
      more={more}
      onClose={onClose}
    >
      <canvas
        ref={canvas}
        width={SIZE}
        height={SIZE}
        role="img"
        aria-label={strokes.length === 0 ? 'Empty drawing' : `Drawing of ${strokes.length} ${strokes.length === 1 ? 'stroke' : 'strokes'}`}
        onPointerDown={start}
        onPointerMove={move}
      />
    </CaptureDialog>
  );
}

/** In pixels of the drawing. */
function placeOf({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>): [number, number] {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return [((clientX - left) * SIZE) / width, ((clientY - top) * SIZE) / height];
}

function draw(canvas: HTMLCanvasElement | null, strokes: readonly Stroke[]): void {
  const context = canvas?.getContext('2d');
  if (!context) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIZE, SIZE);
  Object.assign(context, { strokeStyle: '#000', lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
  for (const [first, ...rest] of strokes) {
    if (!first) continue;
    context.beginPath();
    context.moveTo(...first);
    // A tap is a dot.
    for (const place of rest.length > 0 ? rest : [first]) context.lineTo(...place);
    context.stroke();
  }
}
