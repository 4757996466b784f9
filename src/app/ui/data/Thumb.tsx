/**
 * @file A record as a picture: its RGB bytes drawn once onto a canvas of the record's own size.
 */
import { useEffect, useRef } from 'react';

interface Props {
  /** RGB bytes [H, W, 3]. */
  pixels: Uint8Array;
  /** [H, W]. */
  size: readonly [number, number];
  label: string;
  className?: string;
}

/** RGB to RGBA, opaque. */
function toImageData(pixels: Uint8Array, width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  for (let from = 0, to = 0; to < image.data.length; from += 3, to += 4) {
    image.data[to] = pixels[from] ?? 0;
    image.data[to + 1] = pixels[from + 1] ?? 0;
    image.data[to + 2] = pixels[from + 2] ?? 0;
    image.data[to + 3] = 255;
  }
  return image;
}

export function Thumb({ pixels, size, label, className = '' }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width] = size;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(toImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  return <canvas ref={canvas} className={`th ${className}`} width={width} height={height} role="img" aria-label={label} title={label} />;
}
