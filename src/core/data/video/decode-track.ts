/**
 * @file The chosen frames of an MP4, MOV, WebM or MKV: mediabunny takes the file apart, the browser's WebCodecs decode. Only
 * what the browser can decode is read; the codec is named otherwise. mediabunny is loaded when the first such file comes.
 * Between the checks of the container and the record; in Node, which has no WebCodecs, every file ends as `video-codec`.
 */

import type { Input, InputVideoTrack, VideoSample } from 'mediabunny';
import { PlaygroundError } from '../../errors.ts';
import { startWatch, type Watch } from '../audio/silence-watch.ts';
import { COPY_AGAIN, fileError } from '../file-error.ts';
import { createRecordCanvas } from '../record-canvas.ts';
import { checkFrameSize, checkLength } from './clip-limits.ts';
import { type ClipRecord, stackFrames, type VideoForm } from './clip-record.ts';
import { codecName, isEncrypted } from './codec-names.ts';
import { framesAt } from './frames-at.ts';
import { pickTimes } from './pick-frames.ts';
import { CONVERT, tooSlow } from './video-error.ts';
import { VIDEO_LIMITS } from './video-limits.ts';

/** Decoders leave out frames that are not to be shown, and some that they cannot read: how late the next one may come. */
const LATE_SECONDS = 0.1;

interface FoundTrack {
  track: InputVideoTrack;
  /** First and last moment, in seconds of the file. */
  start: number;
  end: number;
  frames: number | undefined;
}

/** @throws PlaygroundError with the reason; `video-slow` after `limitMs` without a frame */
export async function decodeTrack(file: Blob, kind: 'mp4' | 'webm', path: string, form: VideoForm, limitMs: number): Promise<ClipRecord> {
  const { BlobSource, Input, Logging, LogLevel, MATROSKA, MP4, QTFF, WEBM } = await import('mediabunny');
  Logging.level = LogLevel.Silent; // what is wrong is said of the file, not on the console
  const watch = startWatch(limitMs, () => tooSlow(path, limitMs));
  const source = new BlobSource(file, { handleUnhandledError: () => undefined });
  const input = new Input({ source, formats: kind === 'mp4' ? [MP4, QTFF] : [WEBM, MATROSKA] });
  try {
    return await readFrames(await watch.over(findTrack(input, path)), path, form, watch);
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    const why = error instanceof Error && error.message ? ` (${error.message.split('\n')[0]!.slice(0, 120)})` : '';
    throw fileError(path, 'video-damaged', `is damaged: it could not be decoded${why}`, COPY_AGAIN);
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
    const todo = hasSound ? 'Save its sound as M4A or MP3 and drop it as a sound.' : 'Record it again.';
    throw fileError(path, 'video-no-pictures', hasSound ? 'holds sound without pictures' : 'has no video in it', todo);
  }
  const ids = [await track.getCodec(), await track.getInternalCodecId()];
  if (ids.some(isEncrypted)) throw fileError(path, 'video-encrypted', 'is encrypted', 'Use a copy without copy protection.');
  checkFrameSize({ width: await track.getCodedWidth(), height: await track.getCodedHeight() }, path);
  checkFrameSize({ width: await track.getDisplayWidth(), height: await track.getDisplayHeight() }, path);
  // What lies before time 0 is not shown.
  const [start, end] = [Math.max(0, await track.getFirstTimestamp()), await track.computeDuration()];
  const { packetCount } = await track.computePacketStats(VIDEO_LIMITS.countedFrames);
  if (packetCount === 0) throw fileError(path, 'video-empty', 'has no frames in it', 'Record it again.');
  if (packetCount === 1) throw oneFrame(path);
  checkLength(end - start, path);
  if (!(await track.canDecode())) {
    const detail = ids[0] === 'avc' ? ` of a kind (${await track.getCodecParameterString()})` : '';
    const is = `holds ${codecName(ids[0] ?? ids[1])} video${detail}, for which this browser has no decoder`;
    throw fileError(path, 'video-codec', is, CONVERT);
  }
  return { track, start, end, frames: packetCount < VIDEO_LIMITS.countedFrames ? packetCount : undefined };
}

async function readFrames({ track, start, end, frames }: FoundTrack, path: string, form: VideoForm, watch: Watch): Promise<ClipRecord> {
  const { VideoSampleSink } = await import('mediabunny');
  const drawRecord = createRecordCanvas(form.size);
  let size = { width: 0, height: 0 };
  const draw = (sample: VideoSample) => {
    size = { width: sample.displayWidth, height: sample.displayHeight };
    checkFrameSize(size, path);
    return drawRecord(size, (context, cut) => sample.draw(context, ...cut));
  };
  const slack = frames === undefined ? LATE_SECONDS : Math.max(LATE_SECONDS, (2 * (end - start)) / frames);
  const drawn = await framesAt(new VideoSampleSink(track), pickTimes(start, end, form.frames), slack, draw, watch);
  if (drawn.length < form.frames) {
    const is = `ends early: ${drawn.length} of ${form.frames} frames, evenly spaced, could be decoded`;
    throw fileError(path, 'video-cut-off', is, COPY_AGAIN);
  }
  return { record: stackFrames(drawn), ...size, seconds: end - start, frames };
}

/** What to say of a clip in which there is one picture. */
function oneFrame(path: string) {
  return fileError(path, 'video-one-frame', 'has only one frame: nothing moves in it', 'Leave it out, or record it again.');
}
