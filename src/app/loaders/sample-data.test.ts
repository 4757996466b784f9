import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listDrop } from '../../core/data/list-drop.ts';
import { listSamples, loadSample } from './sample-data.ts';

const serve = (answer: (path: string) => Response) => vi.stubGlobal('fetch', (path: string) => Promise.resolve(answer(path)));
const shipped = (path: string) => new Response(readFileSync(`public/${path}`));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('samples', () => {
  it('are what their list says, below 1 MB each', async () => {
    serve(shipped);
    for (const { id, classes, counts, bytes } of await listSamples()) {
      const { files } = await loadSample(id);
      expect(files[0]!.file.size).toBe(bytes);
      expect(bytes).toBeLessThan(1e6);
      const { candidates, classNames } = await listDrop(files, { onRejected: (problem) => expect.fail(problem.message) });
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
