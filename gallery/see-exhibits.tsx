/** @file Exhibits of thumbnails and of the sample viewer, one for each modality; `see-…-open` has the viewer open. */
import { type ReactNode, useEffect, useRef } from 'react';
import { SampleStrip } from '../src/app/ui/see/SampleStrip.tsx';
import type { SeenSample } from '../src/app/ui/see/seen-sample.ts';
import { clips, clouds, FORMS, pictures, sounds } from './see-data.ts';

type Kind = keyof typeof FORMS;

const COUNT = 12;
const MAKE: Record<Kind, (count: number) => SeenSample[]> = { image: pictures, audio: sounds, point: clouds, video: clips };
const made = new Map<Kind, SeenSample[]>();

function samplesOf(kind: Kind): SeenSample[] {
  const known = made.get(kind) ?? MAKE[kind](COUNT);
  made.set(kind, known);
  return known;
}

const actions = () => (
  <button type="button" className="btn s">
    Delete
  </button>
);

function Row({ kind, shown = 6 }: { kind: Kind; shown?: number }) {
  const samples = samplesOf(kind);
  return (
    <div>
      <div className="cl-head">
        <span className="cl-name">{samples[0]?.className}</span>
        <span className="cl-n">{samples.length}</span>
      </div>
      <SampleStrip form={FORMS[kind]} samples={samples} shown={shown} label={`${kind} samples`} className="cl-th" actions={actions} />
    </div>
  );
}

/** All four as the Data column has them. */
function Column({ children }: { children: ReactNode }) {
  return (
    <section className="col col-data" style={{ width: 288, padding: 20, display: 'grid', gap: 14 }}>
      {children}
    </section>
  );
}

/** The viewer as one opens it, by a press on a thumbnail. */
function Opened({ kind, at = 0 }: { kind: Kind; at?: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelectorAll<HTMLElement>('.th-b')[at]?.click(), [at]);
  return (
    <div ref={box}>
      <Column>
        <Row kind={kind} />
      </Column>
    </div>
  );
}

/** Hundreds of one kind: what drawing them costs. */
function Many({ kind }: { kind: Kind }) {
  const first = samplesOf(kind);
  const many = Array.from({ length: 360 }, (_, at) => ({ ...(first[at % COUNT] as SeenSample), path: `${at}` }));
  return <SampleStrip form={FORMS[kind]} samples={many} label="Many" className="cl-th all" />;
}

const KINDS = Object.keys(FORMS) as Kind[];

export const SEE_EXHIBITS: Readonly<Record<string, () => ReactNode>> = {
  'see-thumbs': () => (
    <Column>
      {KINDS.map((kind) => (
        <Row key={kind} kind={kind} />
      ))}
    </Column>
  ),
  'see-large': () => (
    <div className="gallery-pad">
      {KINDS.map((kind) => (
        <SampleStrip key={kind} form={FORMS[kind]} samples={samplesOf(kind)} shown={6} label={kind} thumbClass="xl" />
      ))}
    </div>
  ),
  ...Object.fromEntries(KINDS.map((kind) => [`see-${kind}-open`, () => <Opened kind={kind} />])),
  'see-audio-quiet': () => <Opened kind="audio" at={3} />,
  'see-audio-long': () => <Opened kind="audio" at={4} />,
  'see-point-table': () => <Opened kind="point" at={1} />,
  'see-many-points': () => <Many kind="point" />,
  'see-many-sounds': () => <Many kind="audio" />,
};
