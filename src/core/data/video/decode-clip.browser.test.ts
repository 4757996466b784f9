/**
 * @file Clips in a real browser: the scene of `reference/video_goldens.py` in each format must come out with the right frames at the
 * right times, turned and cut as people see it; what the browser cannot decode is named; nothing stays open.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VideoForm } from './clip-record.ts';
import { decodeClip } from './decode-clip.ts';
import { countOpenFrames, type OpenFrames } from './test-open-frames.ts';

const read = async (name: string) => (await fetch(`/test/fixtures/${name.includes('/') ? name : `video/${name}`}`)).blob();
const form = (frames: number, height = 16, width = 16): VideoForm => ({ modality: 'video', frames, size: [height, width] });
const level = (frame: number) => 20 + 13 * frame;

/** Mean over a square of 2·r pixels around (x, y), as shares of the frame, of each channel. */
function colourAt(record: Uint8Array, [frames, height, width]: readonly number[], frame: number, x: number, y: number): number[] {
  expect(record.length).toBe(frames! * height! * width! * 3);
  const at = ((frame * height! + Math.round(y * (height! - 1))) * width! + Math.round(x * (width! - 1))) * 3;
  return [...record.subarray(at, at + 3)];
}
const grey = (record: Uint8Array, shape: readonly number[], frame: number, x = 0.6, y = 0.6) => {
  const [r, g, b] = colourAt(record, shape, frame, x, y);
  return (r! + g! + b!) / 3;
};

let open: OpenFrames;
beforeEach(() => {
  open = countOpenFrames();
});
afterEach(async () => {
  const left = await open.leftOpen();
  open.restore();
  expect(left).toEqual([]);
});

describe('one scene in each format', () => {
  it.each([
    'clip.mp4',
    'clip-end.mp4',
    'fragments.mp4',
    'clip.mov',
    'clip.mkv',
    'clip.webm',
    'clip-vp8.webm',
    'live.webm',
    'clip-av1.mp4',
    'clip.gif',
    'clip.png',
    'clip.webp',
  ])('%s', async (name) => {
    const { record, width, height, seconds, frames } = await decodeClip(await read(name), `a/${name}`, form(8));
    expect([width, height, frames]).toEqual([64, 48, 16]);
    // Streams without lengths do not say how long the last frame is shown.
    expect(seconds).toBeGreaterThan(1.87);
    expect(seconds).toBeLessThan(2.01);
    const shape = [8, 16, 16];
    for (let frame = 0; frame < 8; frame++) {
      // The middle of each eighth of two seconds is where the second of its two frames begins.
      const near = [level(2 * frame), level(2 * frame + 1)].map((value) => Math.abs(grey(record, shape, frame) - value));
      expect([name, frame, Math.min(...near) < 5]).toEqual([name, frame, true]);
      // The white square stands at the upper left, and the black columns outside are cut away.
      expect(grey(record, shape, frame, 0.1, 0.1)).toBeGreaterThan(235);
      expect(Math.abs(grey(record, shape, frame, 0, 0.6) - grey(record, shape, frame))).toBeLessThan(12);
    }
  });

  it('takes each frame where as many are asked for, and repeats them where more are', async () => {
    for (const name of ['clip.mp4', 'clip.webm', 'clip.gif']) {
      const same = await decodeClip(await read(name), name, form(16));
      const twice = await decodeClip(await read(name), name, form(32));
      for (let frame = 0; frame < 32; frame++) {
        expect(Math.abs(grey(twice.record, [32, 16, 16], frame) - level(Math.floor(frame / 2)))).toBeLessThan(6);
        if (frame < 16) expect(Math.abs(grey(same.record, [16, 16, 16], frame) - level(frame))).toBeLessThan(6);
      }
    }
    expect((await decodeClip(await read('clip.mp4'), 'x', form(300, 4, 4))).record).toHaveLength(300 * 48);
  });

  it.each(['variable.mp4', 'variable.gif'])('%s: time counts, not the number of frames', async (name) => {
    const { record } = await decodeClip(await read(name), name, form(8));
    for (let frame = 0; frame < 4; frame++) expect(Math.abs(grey(record, [8, 16, 16], frame) - level(0))).toBeLessThan(6);
    expect(grey(record, [8, 16, 16], 4)).toBeGreaterThan(level(1) - 6);
    expect(grey(record, [8, 16, 16], 7)).toBeGreaterThan(level(12));
  });

  it('turns what is to be shown turned', async () => {
    const { record, width, height } = await decodeClip(await read('rotated.mp4'), 'r', form(2));
    expect([width, height]).toEqual([48, 64]);
    expect(grey(record, [2, 16, 16], 0, 0.9, 0.1)).toBeGreaterThan(235);
    expect(grey(record, [2, 16, 16], 0, 0.1, 0.1)).toBeLessThan(130);
  });

  it('shows pixels that are not square as they are seen', async () => {
    const { record, width, height } = await decodeClip(await read('aspect.mp4'), 'r', form(2, 48, 128));
    expect([width, height]).toEqual([128, 48]);
    expect(grey(record, [2, 48, 128], 0, 0.05, 0.6)).toBeLessThan(15);
    expect(grey(record, [2, 48, 128], 0, 35 / 127, 0.1)).toBeGreaterThan(235);
  });

  it.each(['alpha.webm', 'alpha.png'])('%s: what is transparent is white', async (name) => {
    const { record } = await decodeClip(await read(name), name, form(2));
    expect(grey(record, [2, 16, 16], 1, 0.9, 0.6)).toBeGreaterThan(245);
    expect(grey(record, [2, 16, 16], 1, 0.3, 0.6)).toBeLessThan(80);
  });

  it('comes near to what FFmpeg decodes and Pillow scales', async () => {
    const expected = new Uint8Array(await (await read('detail.bin')).arrayBuffer());
    const { record } = await decodeClip(await read('detail.mp4'), 'd', form(8, 32, 32));
    const differences = record.map((value, at) => Math.abs(value - expected[at]!));
    expect(differences.reduce((sum, value) => sum + value, 0) / record.length).toBeLessThan(3);
    expect(Math.max(...differences)).toBeLessThan(24);
  });
});

describe('what cannot be used', () => {
  it.each([
    ['clip-hevc.mp4', 'video-codec', 'HEVC'],
    ['clip-prores.mov', 'video-codec', 'ProRes'],
    ['clip-mjpeg.mov', 'video-codec', 'Motion JPEG'],
    ['clip-mpeg4.mp4', 'video-codec', 'MPEG-4 Part 2'],
    ['clip-ffv1.mkv', 'video-codec', 'FFV1'],
    ['one-frame.mp4', 'video-one-frame', 'one frame'],
    ['still.gif', 'file-picture', 'GIF picture'],
    ['still.png', 'file-picture', 'PNG picture'],
    ['still.webp', 'file-picture', 'WebP picture'],
    ['audio/clip.m4a', 'video-no-pictures', 'sound without pictures'],
    ['audio/clip.webm', 'video-no-pictures', 'sound without pictures'],
  ])('%s: %s', async (name, code, words) => {
    await expect(decodeClip(await read(name), name, form(4))).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it.each(['clip.mp4', 'clip.webm'])('%s: a decoder that takes too long is given up', async (name) => {
    await expect(decodeClip(await read(name), name, form(4), 0)).rejects.toMatchObject({ code: 'video-slow' });
  });

  it.each(['clip.mp4', 'live.webm'])('%s: a decoder that does not answer is given up, and closed when it does', async (name) => {
    const { decode } = VideoDecoder.prototype;
    VideoDecoder.prototype.decode = () => undefined;
    VideoDecoder.prototype.flush = () => new Promise((resolve) => setTimeout(resolve, 1000));
    const before = performance.now();
    await expect(decodeClip(await read(name), name, form(4), 200)).rejects.toMatchObject({ code: 'video-slow' });
    expect(performance.now() - before).toBeLessThan(900);
    VideoDecoder.prototype.decode = decode;
    Reflect.deleteProperty(VideoDecoder.prototype, 'flush');
  });

  it('an animation whose frame never comes is given up; one that comes later is closed', async () => {
    const { decode } = ImageDecoder.prototype;
    ImageDecoder.prototype.decode = async function (options) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return decode.call(this, options);
    };
    await expect(decodeClip(await read('clip.gif'), 'clip.gif', form(4), 100)).rejects.toMatchObject({ code: 'video-slow' });
    await new Promise((resolve) => setTimeout(resolve, 600));
    ImageDecoder.prototype.decode = decode;
  });
});
