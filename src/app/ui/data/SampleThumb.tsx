/**
 * @file One sample as a small picture, whatever its modality: its record is fetched when it first comes near the screen and painted once.
 * A clip shows its middle frame and plays under the pointer or the focus, unless less motion was asked for.
 */
import { useEffect, useRef, useState } from 'react';
import type { RecordForm } from '../../../core/data/record-form.ts';
import { useThemeVersion } from '../../charts/canvas-colors.ts';
import { paintSoon } from '../see/paint-queue.ts';
import { paintThumb } from '../see/paint-thumb.ts';
import { useOnScreen } from '../see/use-on-screen.ts';
import { type RecordOrReader, useRecord } from '../see/use-record.ts';
import { useReducedMotion } from '../see/use-reduced-motion.ts';
import '../../styles/see.css';

interface Props {
  form: RecordForm;
  /** The record, or how to get it; a new function fetches again. */
  record: RecordOrReader;
  label: string;
  className?: string;
  /** A clip plays; for a parent that has the focus or the pointer in place of the thumbnail. */
  playing?: boolean;
}

/** Each frame of a clip stays so long, in ms. */
const FRAME_MS = 140;

export function SampleThumb({ form, record, label, className = '', playing = false }: Props) {
  const box = useRef<HTMLSpanElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { values } = useRecord(record, useOnScreen(box));
  const [over, setOver] = useState(false);
  const frame = usePlayedFrame(form, playing || over);
  const theme = useThemeVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const shown = canvas.current;
    return shown && values ? paintSoon(() => paintThumb(shown, form, values, frame)) : undefined;
  }, [form, values, frame, theme]);
  const isClip = form.modality === 'video';
  return (
    <span
      ref={box}
      className={`th ${values ? form.modality : 'hollow'} ${className}`.trimEnd()}
      role="img"
      aria-label={label}
      title={label}
      onPointerEnter={isClip ? () => setOver(true) : undefined}
      onPointerLeave={isClip ? () => setOver(false) : undefined}
    >
      {values && <canvas ref={canvas} />}
    </span>
  );
}

/** Frame of a clip that is shown: the middle one, or each in turn. */
function usePlayedFrame(form: RecordForm, playing: boolean): number {
  const frames = form.modality === 'video' ? form.frames : 1;
  const middle = frames >> 1;
  const [shown, setShown] = useState(middle);
  const isStill = useReducedMotion();
  const moves = playing && !isStill && frames > 1;
  useEffect(() => {
    if (!moves) return;
    let at = 0;
    setShown(0);
    const timer = setInterval(() => {
      at = (at + 1) % frames;
      setShown(at);
    }, FRAME_MS);
    return () => clearInterval(timer);
  }, [moves, frames]);
  return moves ? shown : middle;
}
