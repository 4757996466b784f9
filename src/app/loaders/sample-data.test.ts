import { readFileSync } from 'node:fs';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeAudio } from '../../core/data/audio/decode-audio.ts';
import { listDrop } from '../../core/data/list-drop.ts';
import { pointRecord, usualUpAxis } from '../../core/data/points/point-record.ts';
import { readPoints } from '../../core/data/points/read-points.ts';
import { createRng } from '../../core/tensor/rng.ts';
import { listSamples, loadSample } from './sample-data.ts';

const serve = (answer: (path: string) => Response) => vi.stubGlobal('fetch', (path: string) => Promise.resolve(answer(path)));
const shipped = (path: string) => new Response(readFileSync(`public/${path}`));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('samples', () => {
  it('are what their list says, below 1 MB each', async () => {
    serve(shipped);
    for (const { id, modality, classes, counts, bytes } of await listSamples()) {
      const { files } = await loadSample(id);
      expect(files[0]!.file.size).toBe(bytes);
      expect(bytes).toBeLessThan(1e6);
      const archive = await files[0]!.file.arrayBuffer();
      const entries = await new ZipReader(new Uint8ArrayReader(new Uint8Array(archive))).getEntries();
      const folders = entries.map(({ filename }) => filename.split('/').slice(0, 2).join('/'));
      expect(classes.map((name) => folders.filter((folder) => folder === `${id}/${name}`).length)).toEqual(counts);
      expect(entries).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
      for (const entry of entries) {
        if (entry.directory || (modality !== 'audio' && modality !== 'point')) continue;
        const file = await entry.getData(new Uint8ArrayWriter());
        if (modality === 'audio') {
          expect((await decodeAudio(file, entry.filename)).seconds).toBeGreaterThan(0.4);
        } else {
          const cloud = readPoints(file, entry.filename);
          pointRecord(cloud, usualUpAxis(cloud.format), { modality, points: 64 }, createRng(1, entry.filename), entry.filename);
        }
      }
      const { candidates, classNames } = await listDrop(files, { modality, onRejected: (problem) => expect.fail(problem.message) });
      expect(classNames).toEqual([...classes].sort());
      expect(classes.map((name) => candidates.filter(({ className }) => className === name).length)).toEqual(counts);
    }
  });

  it('say what happened when they cannot be had', async () => {
    serve(shipped);
    await expect(loadSample('nothing')).rejects.toMatchObject({ code: 'sample-unknown' });
    serve(() => new Response('no', { status: 404 }));
    await expect(listSamples()).rejects.toMatchObject({ code: 'sample-unavailable', message: expect.stringContaining('404') });
    serve(() => new Response('<!doctype html>'));
    await expect(listSamples()).rejects.toMatchObject({ code: 'sample-unavailable' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await expect(listSamples()).rejects.toMatchObject({ code: 'sample-unavailable' });
  });
});
