/**
 * @file The frames of a track that are shown at given times. Jumping there is fast and the usual way; a recording of a browser
 * has no index, and parts of it begin in the middle of a group of frames, so that it is played from its beginning instead.
 * Every frame is closed, also on errors and when a decoder hangs. Part of `decode-track.ts`.
 */
import type { VideoSample, VideoSampleSink } from 'mediabunny';
import type { Watch } from '../audio/silence-watch.ts';

type Samples<T> = AsyncGenerator<T, void, unknown>;
type Draw = (sample: VideoSample) => Uint8Array;

/**
 * @param times ascending, in seconds
 * @param slack how much later than its time a frame may begin, in seconds
 * @returns a drawing for each time; fewer where the clip ends early
 * @throws Error for a frame that could not be read; what the decoder and the watch throw
 */
export async function framesAt(
  sink: VideoSampleSink,
  times: readonly number[],
  slack: number,
  draw: Draw,
  watch: Watch,
): Promise<Uint8Array[]> {
  const byJumping = await jump(sink.samplesAtTimestamps(times), times, slack, draw, watch);
  return byJumping.length === times.length ? byJumping : play(sink.samples(), times, slack, draw, watch);
}

async function jump(
  samples: Samples<VideoSample | null>,
  times: readonly number[],
  slack: number,
  draw: Draw,
  watch: Watch,
): Promise<Uint8Array[]> {
  const drawn: Uint8Array[] = [];
  /** Of the frame that was drawn last: clips with few frames show it again. */
  let shown = Number.NaN;
  try {
    for (const time of times) {
      const sample = await nextOf(samples, watch);
      if (!sample) break;
      try {
        if (sample.timestamp > time + slack) throw new Error(`the frame at ${time.toFixed(2)} s could not be read`);
        drawn.push(sample.timestamp === shown ? drawn.at(-1)! : draw(sample));
        shown = sample.timestamp;
      } finally {
        sample.close();
      }
    }
  } finally {
    end(samples);
  }
  return drawn;
}

async function play(
  samples: Samples<VideoSample>,
  times: readonly number[],
  slack: number,
  draw: Draw,
  watch: Watch,
): Promise<Uint8Array[]> {
  const drawn: Uint8Array[] = [];
  /** The last frame; it is known to be the one at a time when the next one comes. */
  let held: VideoSample | undefined;
  try {
    while (drawn.length < times.length) {
      const sample = await nextOf(samples, watch);
      const until = sample?.timestamp ?? (held ? held.timestamp + held.duration + slack : Number.NEGATIVE_INFINITY);
      for (let again = false; drawn.length < times.length && times[drawn.length]! < until; again = true) {
        const frame = held ?? sample!;
        if (frame.timestamp > times[drawn.length]! + slack) throw new Error(`its first frame comes at ${frame.timestamp.toFixed(2)} s`);
        drawn.push(again ? drawn.at(-1)! : draw(frame));
      }
      held?.close();
      held = sample ?? undefined;
      if (!sample) break;
    }
  } finally {
    held?.close();
    end(samples);
  }
  return drawn;
}

async function nextOf<T extends VideoSample | null>(samples: Samples<T>, watch: Watch): Promise<T | null> {
  const next = samples.next();
  try {
    return (await watch.over(next)).value ?? null;
  } catch (error) {
    next.then(
      ({ value }) => value?.close(), // it came after it was given up
      () => undefined,
    );
    throw error;
  }
}

/** Not waited for: a decoder that hangs would hang here too. */
function end(samples: Samples<unknown>): void {
  samples.return(undefined).catch(() => undefined);
}
