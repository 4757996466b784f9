/** @file A picture large: what the model gets, pixel by pixel, beside the file with the part that is used framed. */
import { useEffect, useRef, useState } from 'react';
import type { RecordForm } from '../../../core/data/record-form.ts';
import { framePixels } from './frame-pixels.ts';
import { put } from './paint-thumb.ts';
import type { SeenSample } from './seen-sample.ts';
import { useObjectUrl, useOriginal } from './use-original.ts';

type ImageForm = Extract<RecordForm, { modality: 'image' }>;

/** Highest that a file is shown, in CSS px. */
const HIGHEST = 400;
/** Narrower files are shown pixel by pixel. */
const FEW_PIXELS = 160;

interface Props {
  form: ImageForm;
  /** RGB bytes [H, W, 3]. */
  pixels: Uint8Array;
  sample: SeenSample;
}

export function PictureView({ form, pixels, sample }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width] = form.size;
  useEffect(() => {
    if (canvas.current) put(canvas.current, framePixels(pixels, height * width), width);
  }, [pixels, height, width]);
  return (
    <div className="view">
      <div className={sample.original ? 'beside' : 'alone'}>
        <figure className="fig">
          <figcaption>
            <b>What the model gets</b>
            <span>
              {width} × {height} px
            </span>
          </figcaption>
          <canvas ref={canvas} className="cells" role="img" aria-label={`${width} × ${height} pixels that the model gets`} />
        </figure>
        {sample.original && <File sample={sample} aspect={width / height} />}
      </div>
    </div>
  );
}

function File({ sample, aspect }: { sample: SeenSample; aspect: number }) {
  const { original, problem, isReading } = useOriginal(sample);
  const url = useObjectUrl(original?.kind === 'file' ? original.blob : null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const array = original?.kind === 'pixels' ? original : null;
  const shown = array ?? size;
  return (
    <figure className="fig">
      <figcaption>
        <b>The file</b>
        {shown && (
          <span>
            {shown.width} × {shown.height} px
          </span>
        )}
      </figcaption>
      {url || array ? (
        <span
          className={shown && shown.width < FEW_PIXELS ? 'original cut cells' : 'original cut'}
          style={shown ? { maxWidth: (HIGHEST * shown.width) / shown.height } : undefined}
        >
          {url && (
            <img
              src={url}
              alt="The file as it is"
              onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setSize({ width: naturalWidth, height: naturalHeight })}
            />
          )}
          {array && <Pixels {...array} />}
          {shown && <i style={cutStyle(shown, aspect)} />}
        </span>
      ) : (
        <p className="help no-original" role="status">
          {isReading ? 'Reading the file …' : (problem?.message ?? 'The file is no longer there.')}
        </p>
      )}
    </figure>
  );
}

function Pixels({ rgba, width }: { rgba: Uint8ClampedArray<ArrayBuffer>; width: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) put(canvas.current, rgba, width);
  }, [rgba, width]);
  return <canvas ref={canvas} role="img" aria-label="The picture as it is" />;
}

/** The middle that `core/data/record-canvas.ts` cuts, as insets in percent. @param aspect width over height of the record */
function cutStyle({ width, height }: { width: number; height: number }, aspect: number) {
  const across = Math.max(0, 1 - (height * aspect) / width) * 50;
  const down = Math.max(0, 1 - width / aspect / height) * 50;
  return { inset: `${down}% ${across}%` };
}
