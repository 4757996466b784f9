/**
 * @file Real clips through real decoding: signs in MKV, activities in MP4, an animated GIF, folders of frames. Skipped where the
 * data is absent. Frames must differ within a clip, and clips from each other; half as many frames are those that lie between.
 */
import { describe, expect, it } from 'vitest';
import { openArchive } from '../formats/zip-archive.ts';
import type { ClipRecord, VideoForm } from './clip-record.ts';
import { decodeClip } from './decode-clip.ts';
import { framesRecord } from './frames-record.ts';
import { groupFrames } from './group-frames.ts';

const real = async (name: string): Promise<Blob | undefined> => {
  // Vite would take `new URL(…, import.meta.url)` for an asset of the project.
  const here = import.meta.url;
  const { pathname } = new URL(`../../../../../shared/data/video/${name}`, here);
  const response = await fetch(`/@fs${pathname}`);
  // For a file that is not there, the server gives its page.
  return response.ok && !response.headers.get('content-type')?.includes('html') ? response.blob() : undefined;
};
const entriesOf = async (name: string) => {
  const archive = await real(name);
  return archive && (await openArchive(archive, name)).entries;
};
const form = (frames: number): VideoForm => ({ modality: 'video', frames, size: [64, 64] });

/** Mean difference of two frames, 0-255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
}
const frameOf = ({ record }: ClipRecord, at: number) => record.subarray(at * 64 * 64 * 3, (at + 1) * 64 * 64 * 3);

/** Least difference of some frame from the first, 0-255: one of these people sits nearly still. */
const LEAST_MOTION = 0.1;

/** Every frame has contents, and something moves. */
function expectMoving(clip: ClipRecord, name: string): void {
  expect(clip.record).toHaveLength(8 * 64 * 64 * 3);
  for (let at = 0; at < 8; at++) {
    const frame = frameOf(clip, at);
    expect([name, at, Math.max(...frame) - Math.min(...frame) > 30]).toEqual([name, at, true]);
  }
  const most = Math.max(...[1, 2, 3, 4, 5, 6, 7].map((at) => difference(frameOf(clip, 0), frameOf(clip, at))));
  expect([name, most > LEAST_MOTION]).toEqual([name, true]);
}

const signs = await entriesOf('asl-gestures.zip');
const activities = await entriesOf('gmdcsa24-clips.zip');
const folders = await entriesOf('frames-jump-run.zip');
const gif = await real('ice_climb.gif');

describe('real clips', () => {
  it.skipIf(!signs)('20 signs, MKV', async () => {
    const clips: ClipRecord[] = [];
    for (const entry of signs!) {
      const clip = await decodeClip(new Blob([await entry.read()]), entry.path, form(8));
      expect([clip.width, clip.height, clip.frames! > 20, clip.seconds! > 0.5]).toEqual([640, 480, true, true]);
      expectMoving(clip, entry.path);
      clips.push(clip);
    }
    expect(clips).toHaveLength(20);
  });

  it.skipIf(!activities)('activities, MP4', async () => {
    for (const entry of activities!) {
      const file = new Blob([await entry.read()]);
      const clip = await decodeClip(file, entry.path, form(8));
      expect(clip.seconds).toBeLessThan(2.5);
      expectMoving(clip, entry.path);
    }
    expect(activities).toHaveLength(73);
  });

  it.skipIf(!signs)('three times as many frames have the same ones in the middle of each three', async () => {
    const file = new Blob([await signs![0]!.read()]);
    const [few, many] = [await decodeClip(file, 'x', form(8)), await decodeClip(file, 'x', form(24))];
    for (let at = 0; at < 8; at++) expect(frameOf(many, 3 * at + 1)).toEqual(frameOf(few, at));
  });

  it.skipIf(!gif)('an animated GIF', async () => {
    const clip = await decodeClip(gif!, 'ice_climb.gif', form(8));
    expectMoving(clip, 'ice_climb.gif');
    expect([clip.frames! > 10, clip.seconds! > 1]).toEqual([true, true]);
  });

  it.skipIf(!folders)('folders of frames', async () => {
    const files = new Map(folders!.map((entry) => [entry.path, entry]));
    const { clips, rejected } = groupFrames([...files.keys()].filter((path) => path.endsWith('.jpg')));
    expect([clips.map(({ path }) => path.replace('frames-jump-run.zip/', '')), rejected]).toEqual([
      ['jumping/0001', 'jumping/0002', 'running/0001', 'running/0002'],
      [],
    ]);
    for (const { path, frames } of clips) {
      const clip = await framesRecord(
        frames.map((frame) => files.get(frame)!),
        path,
        form(8),
        3000,
      );
      expectMoving(clip, path);
      expect([clip.frames, clip.seconds]).toEqual([frames.length, undefined]);
    }
  });
});
