/** @file Import on the page: the target's form wins in the end, a link's question stays until it is answered, other kinds are recognised. */
import { beforeEach, expect, test, vi } from 'vitest';
import { imageForm, parsedSample } from '../../../test/parsed-sample.ts';
import { defaultConfig } from '../../config/fields.ts';
import { type RecordForm, recordLength } from '../../core/data/record-form.ts';
import { PlaygroundError, type Problem } from '../../core/errors.ts';
import type { ImportHandlers } from '../../worker/parse-client.ts';
import type { DroppedFile, ParseRequest } from '../../worker/parse-protocol.ts';
import { configStore, redoConfig, undoConfig } from './config-store.ts';
import { editData, undoData } from './data-edits.ts';
import { cancelImport, followModality, replaceFiles, rereadAs, takeCollected } from './data-import.ts';
import { loadAskedData } from './data-sources.ts';
import { dataStore } from './data-store.ts';

/** Ends the read in progress. */
let finish: () => void = () => {};
const forms: RecordForm[] = [];
/** First value of every record, by its path. */
let values: Record<string, number> = {};
/** What the files are when they are looked into; undefined: what is asked for. */
let content: RecordForm['modality'] | undefined;
/** Why each file is left out, and what ends the import. */
let refusal: { each: Problem[]; end: Problem } | undefined;

vi.mock('../../worker/parse-client.ts', () => ({
  importFiles: ({ files, form }: ParseRequest, handlers: ImportHandlers) =>
    new Promise<void>((resolve, reject) => {
      forms.push(form);
      if (content !== undefined && content !== form.modality)
        return reject(new PlaygroundError({ code: 'other-modality', message: 'These are others.', hint: '', modality: content }));
      if (refusal) {
        for (const problem of refusal.each) handlers.onRejected(problem);
        return reject(new PlaygroundError(refusal.end));
      }
      finish = () => {
        handlers.onSamples(files.map(({ path }) => parsedSample(path, form, values[path])));
        resolve();
      };
    }),
}));

const dropped = (ending: string): DroppedFile[] =>
  ['a', 'b'].flatMap((name) => [1, 2, 3, 4].map((at) => ({ path: `${name}/${at}.${ending}`, file: new Blob() })));
const files = dropped('png');
const own = { kind: 'own' } as const;
const tick = () => new Promise((resolve) => setTimeout(resolve));
const sides = () => forms.map((form) => (form.modality === 'image' ? form.size[0] : recordLength(form)));

/** Waits until the worker is asked, and lets it finish. */
async function finished<T>(start: () => Promise<T>): Promise<T> {
  const before = forms.length;
  const importing = start();
  await vi.waitFor(() => expect(forms.length).toBeGreaterThan(before));
  finish();
  return importing;
}

/** As boot.ts joins them. */
configStore.subscribe(({ config }, before) => {
  if (config.modality !== before.config.modality) followModality(config.modality);
});

beforeEach(() => {
  forms.length = 0;
  values = {};
  content = undefined;
  refusal = undefined;
  cancelImport();
});

test('a target chosen during an import gets its form when that has ended', async () => {
  const taken = replaceFiles(files, 'set', own);
  const fitted = rereadAs(imageForm(2, 2));
  await tick();
  finish();
  await tick();
  await tick();
  expect(sides()).toEqual([64, 2]);
  finish();
  await Promise.all([taken, fitted]);
  expect(dataStore.getState()).toMatchObject({ phase: 'ready', form: imageForm(2, 2), dataset: { form: imageForm(2, 2) } });
});

test('reading again that is cancelled is not begun again', async () => {
  const again = rereadAs(imageForm(3, 3));
  await tick();
  cancelImport();
  finish();
  await again;
  expect(sides()).toEqual([3]);
  expect(dataStore.getState()).toMatchObject({ phase: 'ready', form: imageForm(2, 2) });
});

test('a sample with the path of another is kept beside it, a copy is told', async () => {
  void rereadAs(imageForm(2, 2));
  values = { 'a/1.png': 7 };
  await finished(() => takeCollected({ files: files.slice(0, 2), name: 'more', problems: [] }, 'add'));
  const { samples, problems } = dataStore.getState();
  expect(samples.map(({ path }) => path)).toContain('a/1 (2).png');
  expect(samples).toHaveLength(9);
  expect(problems[0]?.code).toBe('sample-twice');
});

test('what a link asks for stays until other data is on the page', async () => {
  loadAskedData('https://data.example/a.zip');
  expect(dataStore.getState().asked).toBe('https://data.example/a.zip');
  const again = rereadAs(imageForm(4, 4));
  await tick();
  finish();
  await tick();
  finish();
  await again;
  expect(dataStore.getState().asked).not.toBeNull();
  await finished(() => replaceFiles(files, 'set', own));
  expect(dataStore.getState().asked).toBeNull();
});

test('edits survive other forms and added files, and are forgotten with the data', async () => {
  await finished(() => replaceFiles(files, 'set', own));
  editData({ kind: 'rename-class', from: 'a', to: 'first' });
  await finished(() => rereadAs(imageForm(5, 5)));
  const more = ['c/1.png', 'c/2.png', 'c/3.png', 'a/9.png'].map((path) => ({ path, file: new Blob() }));
  await finished(() => takeCollected({ files: more, name: 'more', problems: [] }, 'add'));
  expect(dataStore.getState().dataset?.classNames).toEqual(['b', 'c', 'first']);
  expect(dataStore.getState().classes.map(({ samples }) => samples.length)).toEqual([4, 3, 5]);
  undoData();
  expect(dataStore.getState().dataset?.classNames).toEqual(['a', 'b', 'c']);
  await finished(() => replaceFiles(files, 'set', own));
  expect(dataStore.getState().edits.undone).toEqual([]);
});

test('a drop of another kind changes the models when it has been read; undo brings models and data back', async () => {
  await finished(() => replaceFiles(files, 'pictures', own));
  const importing = replaceFiles(dropped('wav'), 'noises', own);
  await tick();
  expect(configStore.getState().config.modality).toBe('image');
  expect(dataStore.getState()).toMatchObject({ name: 'pictures', reading: { modality: 'audio' } });
  finish();
  await importing;
  expect(configStore.getState().config).toMatchObject({ modality: 'audio', target: 'nano-audio', auxiliary: 'nano-image' });
  expect(dataStore.getState()).toMatchObject({ name: 'noises', form: { modality: 'audio' }, switched: { target: 'nano-image' } });
  undoConfig();
  expect(configStore.getState().config).toMatchObject({ modality: 'image', target: 'nano-image', data: 'own' });
  expect(dataStore.getState()).toMatchObject({ name: 'pictures', switched: null, phase: 'ready' });
  redoConfig();
  expect(dataStore.getState()).toMatchObject({ name: 'noises', form: { modality: 'audio' } });
});

test('what an archive holds is found by looking inside; added files keep the kind', async () => {
  configStore.setState({ config: defaultConfig('image') });
  content = 'point';
  const archive = [{ path: 'shapes.zip', file: new Blob() }, ...dropped('zip')];
  const importing = replaceFiles(archive, 'shapes', own);
  await vi.waitFor(() => expect(forms.at(-1)?.modality).toBe('point'));
  finish();
  expect(await importing).toBe(true);
  expect(forms.map(({ modality }) => modality)).toEqual(['image', 'point']);
  expect(configStore.getState().config.target).toBe('nano-point');
  content = 'audio';
  expect(await takeCollected({ files: dropped('wav'), name: 'more', problems: [] }, 'add')).toBe(false);
  expect(dataStore.getState()).toMatchObject({ name: 'shapes', failure: { modality: 'audio' } });
});

test('a kind without data shows an empty column, and its data is there again on the way back', () => {
  const { name } = dataStore.getState();
  configStore.setState({ config: defaultConfig('video') });
  expect(dataStore.getState()).toMatchObject({ phase: 'empty', samples: [], form: { modality: 'video' } });
  expect(configStore.getState().config.data).toBe('');
  configStore.setState({ config: defaultConfig('point') });
  expect(dataStore.getState()).toMatchObject({ phase: 'ready', name });
});

test('where nothing could be read, the reason of most files is said with what to do; what ends an import otherwise is said as it is', async () => {
  configStore.setState({ config: defaultConfig('video') });
  const avi = (at: number) => ({
    code: 'file-avi',
    message: `${at}.avi is an AVI video.`,
    hint: 'It was left out; the rest loads. Convert it.',
  });
  const list = { code: 'labels-not-read', message: 'No labels were read.', hint: 'Labels are read from CSV.' };
  refusal = { each: [list, avi(1), avi(2)], end: { code: 'none-readable', message: 'None.', hint: '' } };
  expect(await replaceFiles(dropped('avi'), 'films', own)).toBe(false);
  expect(dataStore.getState().failure).toMatchObject({
    code: 'file-avi',
    message: 'No clip in films could be read. For example: 1.avi is an AVI video.',
    hint: '2 other files were left out too. Convert it.',
  });
  refusal = { each: [avi(1)], end: { code: 'drop-too-many-files', message: 'Too many.', hint: 'Drop fewer.' } };
  await replaceFiles(dropped('avi'), 'films', own);
  expect(dataStore.getState().failure).toMatchObject({ code: 'drop-too-many-files', message: 'Too many.' });
});
