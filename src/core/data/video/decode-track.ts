/**
 * @file The chosen frames of an MP4, MOV, WebM or MKV: mediabunny takes the file apart, the browser's WebCodecs decode. Only
 * what the browser can decode is read; the codec is named otherwise. mediabunny is loaded when the first such file comes.
 * Between the checks of the container and the record; in Node, which has no WebCodecs, every file ends as `video-codec`.
 */
import type { Input, InputVideoTrack, VideoSample } from 'mediabunny';
import { PlaygroundError } from '../../errors.ts';
import { startWatch, type Watch } from '../audio/silence-watch.ts';
import { createRecordCanvas } from '../record-canvas.ts';
import { checkFrameSize, checkLength } from './clip-limits.ts';
import { type ClipRecord, stackFrames, type VideoForm } from './clip-record.ts';
import { codecName, isEncrypted } from './codec-names.ts';
import { pickTimes } from './pick-frames.ts';
import { CONVERT, COPY_AGAIN, tooSlow, videoError } from './video-error.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

interface FoundTrack {
  track: InputVideoTrack;
  /** First and last moment, in seconds of the file. */
  start: number;
  end: number;
  frames: number | undefined;
}

/** @throws PlaygroundError with the reason; `video-slow` after `limitMs` without a frame */
export async function decodeTrack(file: Blob, kind: 'mp4' | 'webm', path: string, form: VideoForm, limitMs: number): Promise<ClipRecord> {
  const { BlobSource, Input, MATROSKA, MP4, QTFF, WEBM } = await import('mediabunny');
  const watch = startWatch(limitMs, () => tooSlow(path, limitMs));
  const source = new BlobSource(file, { handleUnhandledError: () => undefined });
  const input = new Input({ source, formats: kind === 'mp4' ? [MP4, QTFF] : [WEBM, MATROSKA] });
  try {
    return await readFrames(await watch.over(findTrack(input, path)), path, form, watch);
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    const why = error instanceof Error && error.message ? ` (${error.message.split('\n')[0]!.slice(0, 120)})` : '';
    throw videoError(path, 'video-damaged', `is damaged: it could not be decoded${why}`, COPY_AGAIN);
  } finally {
    watch.stop();
    input.dispose();
  }
}

/** The pictures in the file, in a codec that this browser decodes, of a size and a length that is read. */
async function findTrack(input: Input, path: string): Promise<FoundTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (!track) {
    const hasSound = (await input.getAudioTracks()).length > 0;
    throw videoError(path, 'video-no-pictures', hasSound ? 'holds sound without pictures' : 'has no video in it', 'Record it again.');
  }
  const ids = [await track.getCodec(), await track.getInternalCodecId()];
  if (ids.some(isEncrypted)) throw videoError(path, 'video-encrypted', 'is encrypted', 'Use a copy without copy protection.');
  checkFrameSize({ width: await track.getCodedWidth(), height: await track.getCodedHeight() }, path);
  checkFrameSize({ width: await track.getDisplayWidth(), height: await track.getDisplayHeight() }, path);
  // What lies before time 0 is not shown.
  const [start, end] = [Math.max(0, await track.getFirstTimestamp()), await track.computeDuration()];
  const { packetCount } = await track.computePacketStats(VIDEO_LIMITS.countedFrames);
  if (packetCount === 0) throw videoError(path, 'video-empty', 'has no frames in it', 'Record it again.');
  if (packetCount === 1) throw oneFrame(path);
  checkLength(end - start, path);
  if (!(await track.canDecode())) {
    const detail = ids[0] === 'avc' ? ` of a kind (${await track.getCodecParameterString()})` : '';
    const is = `holds ${codecName(ids[0] ?? ids[1])} video${detail}, for which this browser has no decoder`;
    throw videoError(path, 'video-codec', is, CONVERT);
  }
  return { track, start, end, frames: packetCount < VIDEO_LIMITS.countedFrames ? packetCount : undefined };
}

async function readFrames({ track, start, end, frames }: FoundTrack, path: string, form: VideoForm, watch: Watch): Promise<ClipRecord> {
  const { VideoSampleSink } = await import('mediabunny');
  const draw = createRecordCanvas(form.size);
  const times = pickTimes(start, end, form.frames);
  const samples = new VideoSampleSink(track).samplesAtTimestamps(times);
  const drawn: Uint8Array[] = [];
  let size = { width: 0, height: 0 };
  /** Of the frame that was drawn last: clips with few frames show it again. */
  let shown = Number.NaN;
  try {
    for (const time of times) {
      const sample = await nextSample(samples, watch);
      if (!sample) throw videoError(path, 'video-cut-off', `ends early: there is no frame at ${time.toFixed(2)} s`, COPY_AGAIN);
      try {
        // Decoders leave out frames that they cannot read and go on with the next.
        if (sample.timestamp > time + 1e-6) throw new Error(`the frame at ${time.toFixed(2)} s could not be read`);
        size = { width: sample.displayWidth, height: sample.displayHeight };
        checkFrameSize(size, path);
        if (sample.timestamp === shown) drawn.push(drawn.at(-1)!);
        else drawn.push(draw(size, (context, cut) => sample.draw(context, ...cut)));
        shown = sample.timestamp;
      } finally {
        sample.close();
      }
    }
  } finally {
    // Not waited for: a decoder that hangs would hang here too.
    samples.return(undefined).catch(() => undefined);
  }
  return { record: stackFrames(drawn), ...size, seconds: end - start, frames };
}

async function nextSample(samples: AsyncGenerator<VideoSample | null, void, unknown>, watch: Watch): Promise<VideoSample | null> {
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

/** What to say of a clip in which there is one picture. */
function oneFrame(path: string) {
  return videoError(path, 'video-one-frame', 'has only one frame: nothing moves in it', 'Leave it out, or record it again.');
}
