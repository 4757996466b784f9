/** @file Downloads of a trained model: each format by itself, once at a time, failures kept, answers about earlier runs dropped. */
import { beforeEach, expect, test, vi } from 'vitest';
import { PlaygroundError } from '../../core/errors.ts';
import type { EngineClient } from '../../worker/client.ts';
import { setEngineFactory } from './engine-store.ts';
import { clearExports, downloadExport, exportStore, loadSnippets } from './export-store.ts';
import { noticesStore } from './notices-store.ts';

const call = vi.fn();
const nothing = () => () => {};
setEngineFactory(() => ({ call, subscribe: nothing, onMemory: nothing, onDeath: nothing, dispose() {} }) as unknown as EngineClient);

const saved: string[] = [];
vi.stubGlobal('document', {
  createElement: () => {
    const link = { href: '', download: '', click: () => saved.push(link.download) };
    return link;
  },
});

const answers: Record<string, () => unknown> = {};
const asked = (command: string) => call.mock.calls.filter(([name]) => name === command);
const phases = () => Object.fromEntries(Object.entries(exportStore.getState().files).map(([format, { phase }]) => [format, phase]));

beforeEach(() => {
  saved.length = 0;
  clearExports();
  answers.start = () => ({ name: 'wasm' });
  answers.exportModel = () => [{ name: 'a-merged.zip', blob: new Blob(['x']) }];
  answers.exportSnippets = () => [{ title: 'timm', language: 'python', code: 'import timm' }];
  call.mockReset().mockImplementation(async (command: string) => answers[command]?.());
});

test('a download is asked for once while it is made, saved, and told', async () => {
  const first = downloadExport('merged');
  await downloadExport('merged');
  expect(phases()).toEqual({ merged: 'busy', unmerged: 'idle', onnx: 'idle', pytorch: 'idle' });
  await first;
  expect(asked('exportModel')).toEqual([['exportModel', { format: 'merged' }, undefined]]);
  expect(saved).toEqual(['a-merged.zip']);
  expect(exportStore.getState().files.merged).toEqual({ phase: 'done', name: 'a-merged.zip', problem: null });
  expect(noticesStore.getState().announcement).toContain('a-merged.zip is ready');
});

test('a failure stays with its format and goes when it is tried again', async () => {
  answers.exportModel = () => {
    throw new PlaygroundError({ code: 'export-too-large', message: 'Too large.', hint: 'Another.' });
  };
  await downloadExport('onnx');
  expect(exportStore.getState().files.onnx).toMatchObject({ phase: 'failed', problem: { code: 'export-too-large', hint: 'Another.' } });
  answers.exportModel = () => [];
  await downloadExport('onnx');
  expect(exportStore.getState().files.onnx).toMatchObject({ phase: 'done', problem: null });
});

test('what comes after other runs have begun does not show up under them', async () => {
  const late = [downloadExport('merged'), loadSnippets('merged')];
  clearExports();
  await Promise.all(late);
  expect(saved).toEqual(['a-merged.zip']); // it was asked for, and is what was asked for
  expect(phases().merged).toBe('idle');
  expect(exportStore.getState().loading.merged.snippets).toEqual([]);
});

test('programs are fetched once; a failure can be tried again', async () => {
  answers.exportSnippets = () => {
    throw new Error('gone');
  };
  await loadSnippets('onnx');
  expect(exportStore.getState().loading.onnx.problem?.message).toBe('gone');
  answers.exportSnippets = () => [{ title: 't', language: 'js', code: 'c' }];
  await loadSnippets('onnx');
  await loadSnippets('onnx');
  expect(asked('exportSnippets')).toHaveLength(2);
  expect(exportStore.getState().loading.onnx).toMatchObject({ problem: null, snippets: [{ code: 'c' }] });
});
