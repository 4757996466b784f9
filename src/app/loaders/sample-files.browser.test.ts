/**
 * @file The files of the sample data sets in decoders that are not ours: Chromium's for WAV and GIF, three's for OBJ. And
 * the script's GIF writer on clips that fill its table of codes.
 */
import { BlobReader, type Entry, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { Box3, type Mesh } from 'three';
import { OBJLoader } from 'three/examples/jsm/loaders/OBJLoader.js';
import { describe, expect, it } from 'vitest';
import { encodeGif } from '../../../scripts/samples/gif.mjs';
import { decodeClip } from '../../core/data/video/decode-clip.ts';

const STEP = 23; // every 23rd file: all classes, in a few seconds

/** Bytes of some files of a sample, by name. */
async function filesOf(id: string): Promise<[string, Uint8Array<ArrayBuffer>][]> {
  const response = await fetch(`/samples/${id}.zip`);
  const entries: Entry[] = await new ZipReader(new BlobReader(await response.blob())).getEntries();
  const chosen = entries.filter((_, at) => at % STEP === 0);
  return Promise.all(
    chosen.map(async (entry) => {
      if (entry.directory) throw new Error(`${entry.filename} is a folder`);
      return [entry.filename, await entry.getData(new Uint8ArrayWriter())] as [string, Uint8Array<ArrayBuffer>];
    }),
  );
}

/** Pixels of every frame, RGBA. */
async function decodeGif(data: Uint8Array<ArrayBuffer>) {
  const decoder = new ImageDecoder({ data, type: 'image/gif' });
  await decoder.tracks.ready;
  const frames: Uint8Array[] = [];
  for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack!.frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    const pixels = new Uint8Array(4 * image.codedWidth * image.codedHeight);
    await image.copyTo(pixels, { format: 'RGBA' });
    frames.push(pixels);
    expect([image.codedWidth, image.codedHeight, image.duration]).toEqual([64, 64, 120_000]);
    image.close();
  }
  return frames;
}

const shipped = (await (await fetch('/samples/index.json')).json()) as { id: string; modality: string }[];
const idsOf = (modality: string) => shipped.filter((sample) => sample.modality === modality).map(({ id }) => id);

describe('shipped samples', () => {
  it('are there for all four modalities', () => {
    for (const modality of ['image', 'audio', 'point', 'video']) expect(idsOf(modality)).not.toHaveLength(0);
  });

  it.each(idsOf('audio'))('%s: WAV that the browser plays, neither silent nor cut at full scale', async (id) => {
    const context = new OfflineAudioContext(1, 16_000, 16_000);
    const files = await filesOf(id);
    for (const [name, bytes] of files) {
      const sound = await context.decodeAudioData(bytes.buffer);
      expect(sound.duration, name).toBeGreaterThan(0.45);
      expect(sound.duration, name).toBeLessThan(1);
      const peak = sound.getChannelData(0).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(peak, name).toBeGreaterThan(0.03);
      expect(peak, name).toBeLessThan(0.99);
    }
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(idsOf('point'))('%s: OBJ that three reads, with a surface in every direction', async (id) => {
    for (const [name, bytes] of await filesOf(id)) {
      const group = new OBJLoader().parse(new TextDecoder().decode(bytes));
      const { x, y, z } = new Box3().setFromObject(group).max.clone().sub(new Box3().setFromObject(group).min);
      for (const side of [x, y, z]) expect(side, name).toBeGreaterThan(20);
      const corners = (group.children[0] as Mesh).geometry.getAttribute('position').count;
      expect(corners, name).toBeGreaterThan(90);
    }
  });

  it.each(idsOf('video'))('%s: GIF of 8 frames, each different from the one before', async (id) => {
    for (const [file, [name, bytes]] of (await filesOf(id)).entries()) {
      const frames = await decodeGif(bytes);
      expect(frames, name).toHaveLength(8);
      for (const [at, frame] of frames.entries()) if (at > 0) expect(frame, name).not.toEqual(frames[at - 1]);
      if (file % 6 !== 0) continue;
      // Our reader gives the same frames.
      const { record } = await decodeClip(new Blob([bytes]), name, { modality: 'video', frames: 8, size: [64, 64] });
      for (const [at, frame] of frames.entries())
        expect(record.subarray(at * 12_288, (at + 1) * 12_288), name).toEqual(frame.filter((_, i) => i % 4 < 3));
    }
  });
});

describe('GIF writer', () => {
  it('gives Chromium the same pixels: noise, stripes, a still frame, one pixel, every length of the last code', async () => {
    const palette = Array.from({ length: 32 }, (_, i) => [8 * i, 255 - 8 * i, 3 * i]);
    let state = 1;
    const noise = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >> 16) & 31;
    };
    const stripes = Uint8Array.from({ length: 4096 }, (_, i) => (i >> 5) & 31);
    const onePixel = stripes.slice();
    onePixel[1234]! ^= 3;
    const frames = [Uint8Array.from(stripes, noise), Uint8Array.from(stripes, noise), stripes, stripes, onePixel];
    // Rows of noise end at every number of codes, also where a code gains a bit.
    for (let width = 1; width <= 64; width++) frames.push(frames.at(-1)!.map((old, i) => (i < width ? noise() : old)));
    const decoded = await decodeGif(encodeGif({ size: 64, frames, palette, delay: 12 }));
    expect(decoded).toHaveLength(frames.length);
    for (const [at, frame] of frames.entries())
      expect(decoded[at], `frame ${at}`).toEqual(Uint8Array.from([...frame].flatMap((index) => [...palette[index]!, 255])));
  });
});
