/** @file Exhibits of the Data column: nothing loaded, being read, loaded with remarks of the report, edited, with a choice of labels; by kind. */
import type { ReactNode } from 'react';
import { arrangeData, type Drop } from '../src/app/state/arrange-data.ts';
import { configStore } from '../src/app/state/config-store.ts';
import { type DataState, dataStore, emptyData, refreshSplit } from '../src/app/state/data-store.ts';
import { reportStore } from '../src/app/state/report-store.ts';
import { DataColumn } from '../src/app/ui/data/DataColumn.tsx';
import type { SeenSample } from '../src/app/ui/see/seen-sample.ts';
import { defaultConfig } from '../src/config/fields.ts';
import type { Modality } from '../src/config/run-config.ts';
import { type DatasetEdit, NO_EDITS } from '../src/core/data/labels/dataset-edits.ts';
import { makeDataReport } from '../src/core/data/report/data-report.ts';
import type { ParsedSample } from '../src/worker/parse-protocol.ts';
import { clips, clouds, FORMS, pictures, sounds } from './see-data.ts';

const MAKE: Readonly<Record<Modality, (count: number) => SeenSample[]>> = { image: pictures, audio: sounds, point: clouds, video: clips };
const CLASSES = ['ambient', 'bells', 'crackle'];
const COUNT = 24;

function samplesOf(modality: Modality): ParsedSample[] {
  return MAKE[modality](COUNT).flatMap(({ record, facts }, at) => {
    if (typeof record === 'function' || !facts) return [];
    const className = CLASSES[at % CLASSES.length] ?? '';
    return [{ path: `${className}/${className}-${at}`, className, place: null, record, hash: String(at), facts }];
  });
}

interface Show {
  modality: Modality;
  edits?: readonly DatasetEdit[];
  state?: Partial<DataState>;
  drop?: Partial<Drop>;
  /** Finds copies among the samples. */
  withRemarks?: boolean;
}

function show({ modality, edits = [], state = {}, drop = {}, withRemarks = false }: Show): ReactNode {
  const form = FORMS[modality];
  const samples = samplesOf(modality);
  const drops: Drop[] = [{ files: [], samples, rejected: [], notices: [], labels: null, labeling: null, ...drop }];
  const history = { ...NO_EDITS, done: edits };
  const name = 'recordings of March';
  configStore.setState({ config: defaultConfig(modality) });
  dataStore.setState({
    ...emptyData(form),
    ...arrangeData({ drops, edits, name, form, folder: '' }),
    phase: 'ready',
    source: { kind: 'own' },
    name,
    bytes: 7_400_000,
    drops,
    edits: history,
    ...state,
  });
  refreshSplit();
  const { classes, split } = dataStore.getState();
  const inOrder = classes.flatMap((one) => one.samples);
  const found = withRemarks ? { exact: [[0, 3, 6]], near: [[1, 2, 12]], constant: [20, 21] } : { exact: [], near: [], constant: [] };
  const report = makeDataReport({
    modality,
    copies: { count: inOrder.length, notFinite: [], ...found },
    classNames: classes.map((one) => one.name),
    labels: classes.flatMap((one, label) => one.samples.map(() => label)),
    ...(split ? { split } : {}),
  });
  reportStore.setState({ phase: 'ready', looked: 0, problem: null, report, samples: inOrder });
  return column();
}

function column(): ReactNode {
  return (
    <div className="cols" style={{ display: 'block', maxWidth: 288 }}>
      <DataColumn />
    </div>
  );
}

function empty(modality: Modality, state: Partial<DataState> = {}): ReactNode {
  configStore.setState({ config: defaultConfig(modality) });
  dataStore.setState({ ...emptyData(FORMS[modality]), phase: 'empty', ...state });
  return column();
}

const EDITS: readonly DatasetEdit[] = [
  { kind: 'rename-class', from: 'crackle', to: 'fire' },
  { kind: 'move-samples', paths: ['bells/bells-1', 'bells/bells-4'], to: 'ambient' },
  { kind: 'delete-samples', paths: ['ambient/ambient-0'] },
];

function labels(isSure: boolean): NonNullable<Drop['labels']> {
  const paths = samplesOf('audio').map(({ path }) => path);
  const option = (id: string, title: string, classNames: string[]) => {
    return { id, kind: 'folders' as const, title, classNames, labels: Int32Array.from(paths, (_, at) => at % classNames.length) };
  };
  const options = [option('folders', 'sub-folders', CLASSES), option('table', 'the column “mood” of labels.csv', ['calm', 'loud'])];
  return { chosen: 'folders', isSure, reason: '', paths, options };
}

export const DATA_EXHIBITS = {
  'data-empty-image': () => empty('image'),
  'data-empty-audio': () => empty('audio'),
  'data-empty-point': () => empty('point'),
  'data-empty-video': () => empty('video'),
  'data-reading': () =>
    empty('audio', { phase: 'importing', reading: FORMS.audio, listed: 420, read: 130, arriving: samplesOf('audio').slice(0, 18) }),
  'data-report': () => show({ modality: 'audio', withRemarks: true }),
  'data-edited': () => show({ modality: 'point', edits: EDITS }),
  'data-labels': () => show({ modality: 'audio', drop: { labels: labels(false) } }),
  'data-switched': () =>
    show({ modality: 'video', state: { switched: { modality: 'image', target: 'nano-image', auxiliary: 'nano-audio' } } }),
} satisfies Record<string, () => ReactNode>;
