import { describe, expect, it } from 'vitest';
import { imageForm, parsedPicture } from '../../test/parsed-sample.ts';
import type { Problem } from '../core/errors.ts';
import { importFiles, type ParseCommand, type ParseWorker, type ParseWorkerMessage } from './parse-client.ts';
import type { ListedDrop, ParsedSample } from './parse-protocol.ts';

const request = { files: ['a/1', 'a/2', 'b/3'].map((path) => ({ path, file: new Blob(['x']) })), form: imageForm(1, 1), folder: '' };
const listing: ListedDrop = {
  count: 3,
  classNames: ['a', 'b'],
  counts: { image: 3, audio: 0, point: 0, video: 0 },
  labels: { chosen: 'folders', isSure: true, reason: '', paths: [], options: [] },
};
const sample = (path: string): ParsedSample => parsedPicture(path, new Uint8Array(3));

/** A worker that is a script: what it posts when it is given a command. `hang` stops it for good. */
function fakeWorker(script: (command: ParseCommand, post: (message: ParseWorkerMessage) => void, crash: () => void) => void) {
  const state = { spawned: 0, terminated: 0, commands: [] as ParseCommand[] };
  const spawn = () => {
    state.spawned++;
    const worker: ParseWorker = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        state.terminated++;
      },
      postMessage: (command: unknown) => {
        state.commands.push(command as ParseCommand);
        const post = (data: ParseWorkerMessage) => worker.onmessage?.call(worker as Worker, { data } as MessageEvent);
        const crash = () => worker.onerror?.call(worker as Worker, { preventDefault() {}, message: 'out of memory' } as ErrorEvent);
        queueMicrotask(() => script(command as ParseCommand, post, crash));
      },
    };
    return worker;
  };
  return { spawn, state };
}

function collect() {
  const got = { listed: 0, samples: [] as string[], rejected: [] as Problem[] };
  const handlers = {
    onListed: () => {
      got.listed++;
    },
    onSamples: (samples: ParsedSample[]) => got.samples.push(...samples.map(({ path }) => path)),
    onRejected: (problem: Problem) => got.rejected.push(problem),
  };
  return { got, handlers };
}

/** Reads files in order as the real worker does in one lane, and falls silent or crashes at one of them. */
const readsUntil = (culprit: string, how: 'hang' | 'crash') =>
  fakeWorker(({ skip }, post, crash) => {
    post({ type: 'listed', listing });
    for (const { path } of request.files) {
      if (skip.includes(path)) continue;
      post({ type: 'reading', path });
      if (path === culprit) return how === 'crash' ? crash() : undefined;
      post({ type: 'samples', samples: [sample(path)] });
    }
    post({ type: 'finished' });
  });

describe('importFiles', () => {
  it('passes on what the worker says and ends it', async () => {
    const { spawn, state } = readsUntil('none', 'hang');
    const { got, handlers } = collect();
    await importFiles(request, handlers, { spawn });
    expect(got).toEqual({ listed: 1, samples: ['a/1', 'a/2', 'b/3'], rejected: [] });
    expect(state).toMatchObject({ spawned: 1, terminated: 1 });
  });

  it.each(['hang', 'crash'] as const)(
    'names the file at which the worker fell to a %s, keeps the rest, and says things once',
    async (how) => {
      const { spawn, state } = readsUntil('a/2', how);
      const { got, handlers } = collect();
      await importFiles(request, handlers, { spawn, silenceMs: 40 });
      expect(got.listed).toBe(1);
      expect(got.samples).toEqual(['a/1', 'b/3']);
      expect(got.rejected).toHaveLength(1);
      expect(got.rejected[0]).toMatchObject({ code: 'file-hangs', where: 'a/2' });
      expect(state.terminated).toBe(state.spawned);
    },
  );

  it('finds the culprit among several files in work by reading one at a time', async () => {
    const { spawn, state } = fakeWorker(({ skip, lanes }, post) => {
      const left = request.files.map(({ path }) => path).filter((path) => !skip.includes(path));
      if (lanes > 1) for (const path of left) post({ type: 'reading', path });
      else
        for (const path of left) {
          post({ type: 'reading', path });
          if (path === 'b/3') return;
          post({ type: 'samples', samples: [sample(path)] });
        }
      if (lanes === 1) post({ type: 'finished' });
    });
    const { got, handlers } = collect();
    await importFiles(request, handlers, { spawn, silenceMs: 40 });
    expect(got.samples).toEqual(['a/1', 'a/2']);
    expect(got.rejected.map(({ where }) => where)).toEqual(['b/3']);
    expect(state.commands.map(({ lanes }) => lanes)).toEqual([4, 1, 1]);
  });

  it('gives up on a worker that never gets to a file', async () => {
    const { spawn, state } = fakeWorker(() => undefined);
    await expect(importFiles(request, collect().handlers, { spawn, silenceMs: 20 })).rejects.toMatchObject({ code: 'import-died' });
    expect(state.spawned).toBe(2);
  });

  it('keeps what it has when it gives up', async () => {
    const { spawn, state } = fakeWorker(({ skip }, post, crash) => {
      if (skip.length === 0) post({ type: 'samples', samples: [sample('a/1')] });
      post({ type: 'reading', path: `a/${state.spawned + 1}` });
      crash();
    });
    const { got, handlers } = collect();
    await importFiles(request, handlers, { spawn });
    expect(state.spawned).toBe(8);
    expect(got.samples).toEqual(['a/1']);
    expect(got.rejected.at(-1)).toMatchObject({ code: 'import-died' });
  });

  it('says why the reader failed after some samples', async () => {
    const problem = { code: 'import-failed', message: 'm', hint: 'h' };
    const { spawn } = fakeWorker((_, post) => {
      post({ type: 'samples', samples: [sample('a/1')] });
      post({ type: 'failed', problem });
    });
    const { got, handlers } = collect();
    await importFiles(request, handlers, { spawn });
    expect(got).toMatchObject({ samples: ['a/1'], rejected: [problem] });
  });

  it('ends with the signal, before and during the work', async () => {
    const { spawn, state } = fakeWorker((_, post) => post({ type: 'samples', samples: [sample('a/1')] }));
    const control = new AbortController();
    const { got, handlers } = collect();
    const running = importFiles(request, { ...handlers, onSamples: () => control.abort() }, { spawn, signal: control.signal });
    await expect(running).rejects.toMatchObject({ code: 'import-cancelled' });
    await expect(importFiles(request, handlers, { spawn, signal: control.signal })).rejects.toMatchObject({ code: 'import-cancelled' });
    expect(state.terminated).toBe(2);
    expect(got.samples).toEqual([]);
  });

  it('says the reason that most files share, labels before the lack of a class, and what to do where it is the only one', async () => {
    const fail = async (...codes: string[]) => {
      const { spawn } = fakeWorker((_, post) => {
        for (const [at, code] of codes.entries())
          post({ type: 'rejected', problem: { code, message: `${code} ${at}.`, hint: `do ${code}` } });
        post({ type: 'finished' });
      });
      const error = await importFiles(request, collect().handlers, { spawn }).catch((thrown: Problem) => thrown);
      return [error?.message, error?.hint.startsWith('do')];
    };
    expect(await fail('not-a-picture', 'not-a-picture', 'png-cut')).toEqual([
      'None of the pictures could be read. For example: png-cut 2.',
      false,
    ]);
    expect(await fail('png-cut', 'jpeg-cut', 'jpeg-cut')).toEqual(['None of the pictures could be read. For example: jpeg-cut 1.', false]);
    expect(await fail('png-cut', 'png-cut')).toEqual(['None of the pictures could be read. The first: png-cut 0.', true]);
    expect(await fail('no-class', 'no-class', 'table-no-files')).toEqual([
      'None of the pictures could be read. For example: table-no-files 2.',
      true,
    ]);
  });

  it('throws the reason when nothing could be read, and the reader’s own failure', async () => {
    const problem = { code: 'x', message: 'a/1 is bad.', hint: 'h' };
    const none = fakeWorker((_, post) => {
      post({ type: 'rejected', problem, path: 'a/1' });
      post({ type: 'finished' });
    });
    await expect(importFiles(request, collect().handlers, none)).rejects.toMatchObject(problem);
    const failed = fakeWorker((_, post) => post({ type: 'failed', problem: { code: 'drop-empty', message: 'm', hint: 'h' } }));
    await expect(importFiles(request, collect().handlers, failed)).rejects.toMatchObject({ code: 'drop-empty' });
  });
});
