/**
 * @file Taking a model away: what becomes of each download, and the programs that load it. The engine makes the files.
 */
import { createStore } from 'zustand/vanilla';
import { type Problem, toProblem } from '../../core/errors.ts';
import type { ExportFormat, Snippet } from '../../worker/protocol.ts';
import { copyText } from './clipboard.ts';
import { callEngine } from './engine-store.ts';
import { announce } from './notices-store.ts';

/** One format's download. `name` is the file's, once it is there. */
export interface ExportState {
  phase: 'idle' | 'busy' | 'done' | 'failed';
  name: string;
  problem: Problem | null;
}

/** One format's programs; none until they were asked for. */
export interface SnippetState {
  snippets: readonly Snippet[];
  problem: Problem | null;
}

export interface ExportsState {
  files: Record<ExportFormat, ExportState>;
  loading: Record<ExportFormat, SnippetState>;
}

export const EXPORT_FORMATS: readonly ExportFormat[] = ['merged', 'unmerged', 'onnx', 'pytorch'];
/** How long the browser may take to begin saving, in ms. */
const SAVE_MS = 60_000;

const IDLE: ExportState = { phase: 'idle', name: '', problem: null };
const UNASKED: SnippetState = { snippets: [], problem: null };
const EMPTY: ExportsState = {
  files: { merged: IDLE, unmerged: IDLE, onnx: IDLE, pytorch: IDLE },
  loading: { merged: UNASKED, unmerged: UNASKED, onnx: UNASKED, pytorch: UNASKED },
};

export const exportStore = createStore<ExportsState>(() => EMPTY);

/** Raised when other models are on screen; an answer about earlier ones is then dropped. */
let generation = 0;

/** Forgets what was exported: the weights are of other runs now. */
export function clearExports(): void {
  generation++;
  exportStore.setState(EMPTY);
}

function setFile(format: ExportFormat, state: Partial<ExportState>): void {
  exportStore.setState(({ files }) => ({ files: { ...files, [format]: { ...IDLE, ...state } } }));
}

/** Has the engine make the zip of that format and offers it to the browser. A format that is being made is not made twice. */
export async function downloadExport(format: ExportFormat): Promise<void> {
  if (exportStore.getState().files[format].phase === 'busy') return;
  const mine = generation;
  setFile(format, { phase: 'busy' });
  announce('The download is being prepared.');
  try {
    const files = await callEngine('exportModel', { format });
    for (const { name, blob } of files) saveFile(name, blob);
    if (mine !== generation) return;
    const name = files.map((file) => file.name).join(', ');
    setFile(format, { phase: 'done', name });
    announce(`${name} is ready and was given to the browser to save.`);
  } catch (thrown) {
    if (mine === generation) setFile(format, { phase: 'failed', problem: toProblem(thrown) });
  }
}

/** Fetches the programs of a format, once. */
export async function loadSnippets(format: ExportFormat): Promise<void> {
  if (exportStore.getState().loading[format].snippets.length) return;
  const mine = generation;
  const set = (state: SnippetState) => {
    if (mine === generation) exportStore.setState(({ loading }) => ({ loading: { ...loading, [format]: state } }));
  };
  try {
    set({ snippets: await callEngine('exportSnippets', { format }), problem: null });
  } catch (thrown) {
    set({ snippets: [], problem: toProblem(thrown) });
  }
}

/** @returns false when the browser refused; the banner then says what to do */
export function copySnippet({ code, title }: Snippet): Promise<boolean> {
  return copyText(code, `program for ${title}`);
}

function saveFile(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), SAVE_MS);
}
