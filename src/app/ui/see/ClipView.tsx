/**
 * @file A clip large: the frames that the model gets, one at a time or in turn; and the file itself, where the browser plays it.
 */
import { useEffect, useId, useRef, useState } from 'react';
import type { VideoForm } from '../../../core/data/video/clip-record.ts';
import { pickTimes } from '../../../core/data/video/pick-frames.ts';
import { Icon } from '../common/Icon.tsx';
import { seconds } from './fact-rows.ts';
import { framePixels } from './frame-pixels.ts';
import { put } from './paint-thumb.ts';
import type { SeenSample } from './seen-sample.ts';
import { useObjectUrl, useOriginal } from './use-original.ts';
import { useReducedMotion } from './use-reduced-motion.ts';

interface Props {
  form: VideoForm;
  /** RGB bytes [T, H, W, 3]. */
  frames: Uint8Array;
  sample: SeenSample;
}

/** Each frame stays so long where the clip has no times, in ms. */
const FRAME_MS = 200;
const SHORTEST_MS = 40;

export function ClipView({ form, frames, sample }: Props) {
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(!useReducedMotion());
  const count = form.frames;
  const length = sample.facts?.modality === 'video' ? sample.facts.seconds : 0;
  const times = length > 0 ? pickTimes(0, length, count) : null;
  const step = length > 0 ? Math.max(SHORTEST_MS, (1000 * length) / count) : FRAME_MS;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setAt((now) => (now + 1) % count), step);
    return () => clearInterval(timer);
  }, [playing, count, step]);
  const id = useId();
  const time = times?.[at];
  const words = `Frame ${at + 1} of ${count}${time === undefined ? '' : `, at ${seconds(time)}`}`;
  return (
    <div className="view">
      <div className={sample.original ? 'beside' : 'alone'}>
        <figure className="fig">
          <figcaption>
            <b>What the model gets</b>
            <span>{`${count} frames of ${form.size[1]} × ${form.size[0]} px`}</span>
          </figcaption>
          <Frame form={form} frames={frames} at={at} label={words} />
        </figure>
        {sample.original && <File sample={sample} />}
      </div>
      <div className="row transport">
        <button type="button" className="btn" onClick={() => setPlaying(!playing)}>
          <Icon name={playing ? 'pause' : 'play'} />
          {playing ? 'Pause' : 'Play'}
        </button>
        <label className="sr" htmlFor={id}>
          Frame
        </label>
        <input
          id={id}
          className="scrub"
          type="range"
          min={0}
          max={count - 1}
          step={1}
          value={at}
          aria-valuetext={words}
          onChange={(event) => {
            setPlaying(false);
            setAt(event.currentTarget.valueAsNumber);
          }}
        />
        <span className="help nowrap">{words}</span>
      </div>
      <ol className="film" aria-hidden="true">
        {Array.from({ length: count }, (_, frame) => frame).map((frame) => (
          <li key={frame} className={frame === at ? 'on' : undefined}>
            <Frame form={form} frames={frames} at={frame} label="" />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Frame({ form, frames, at, label }: Omit<Props, 'sample'> & { at: number; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width] = form.size;
  useEffect(() => {
    if (canvas.current) put(canvas.current, framePixels(frames, height * width, at), width);
  }, [frames, height, width, at]);
  return label ? <canvas ref={canvas} className="cells" role="img" aria-label={label} /> : <canvas ref={canvas} className="cells" />;
}

/** The file itself: a video that plays, an animation that moves. */
function File({ sample }: { sample: SeenSample }) {
  const { original, problem, isReading } = useOriginal(sample);
  const url = useObjectUrl(original?.kind === 'file' ? original.blob : null);
  const [isRefused, setIsRefused] = useState(false);
  const isStill = useReducedMotion();
  const [isWanted, setIsWanted] = useState(false);
  const isAnimation = /\.(gif|webp|a?png)$/i.test(sample.path);
  const note = noteOf(isReading, isRefused, problem?.message, original?.kind === 'frames' ? original.count : 0);
  return (
    <figure className="fig">
      <figcaption>
        <b>The file</b>
      </figcaption>
      {url && !isRefused && !isAnimation && (
        <video className="original" src={url} controls loop muted playsInline onError={() => setIsRefused(true)} />
      )}
      {url && !isRefused && isAnimation && isStill && !isWanted && (
        <p className="help no-original">
          <button type="button" className="btn s" onClick={() => setIsWanted(true)}>
            <Icon name="play" />
            Play the animation
          </button>
        </p>
      )}
      {url && !isRefused && isAnimation && (!isStill || isWanted) && (
        <img className="original" src={url} alt="The animation as it is" onError={() => setIsRefused(true)} />
      )}
      {(!url || isRefused) && (
        <p className="help no-original" role="status">
          {note}
        </p>
      )}
    </figure>
  );
}

function noteOf(isReading: boolean, isRefused: boolean, message: string | undefined, frames: number): string {
  if (isReading) return 'Reading the file …';
  if (frames > 0) return `A folder of ${frames} pictures.`;
  if (isRefused) return 'This browser does not play the file; its frames could be read all the same.';
  return message ?? 'The file is no longer there.';
}
