/**
 * @file Try a new sample: one that neither model has seen, dropped, chosen, recorded or drawn, and the top classes of baseline and merged model side by side.
 */
import { type DragEvent, useMemo, useRef, useState } from 'react';
import { MODALITIES } from '../../../config/modalities.ts';
import type { RecordForm } from '../../../core/data/record-form.ts';
import { predictFile } from '../../state/try-store.ts';
import { ArmLabel } from '../common/ArmMark.tsx';
import { useEngineData, useTry } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { factsText } from '../data/facts-text.ts';
import { SampleStrip } from '../see/SampleStrip.tsx';
import { seenOf } from '../see/seen-of.ts';
import { ClassBars } from './ClassBars.tsx';
import { CameraDialog } from './capture/CameraDialog.tsx';
import { DrawDialog } from './capture/DrawDialog.tsx';
import { MicrophoneDialog } from './capture/MicrophoneDialog.tsx';
import { type Capture, WAYS } from './ways.ts';

interface Props {
  open: boolean;
  /** The engine was restarted after the merge; it no longer has the models. */
  engineLost: boolean;
}

const CLOSED_WORDS = 'Drop a file the models have not seen. The top classes of baseline and merged model appear side by side.';
const LOST_WORDS = 'The engine was restarted and no longer has the models. Train again to try new samples.';

export function NewSample({ open, engineLost }: Props) {
  return (
    <section className="blockq">
      <div className="bq-h">
        <h3>Try a new sample</h3>
      </div>
      {open && !engineLost ? <SampleInput /> : <p className="prose s">{engineLost ? LOST_WORDS : CLOSED_WORDS}</p>}
      <Answers />
    </section>
  );
}

function SampleInput() {
  const { phase, name, sample, problem } = useTry((state) => state);
  const form = useEngineData((state) => state.dataset?.form);
  const input = useRef<HTMLInputElement>(null);
  const modality = form?.modality ?? 'image';
  const { accept, kinds, captures } = WAYS[modality];
  const { one } = MODALITIES[modality];
  const [capture, setCapture] = useState<Capture | null>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void predictFile(file);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way of three; the buttons inside are the others */}
      <div
        className="trydrop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {sample?.record && form ? (
          <TriedSample form={form} />
        ) : (
          <span className="th xl hollow">
            <Icon name={modality} />
          </span>
        )}
        <div>
          <p className="file">{phase === 'empty' ? `Drop a ${one} here` : name}</p>
          <p className="help">{sample && form ? factsText(sample.facts, form) : kinds}</p>
          <div className="row">
            <input
              ref={input}
              className="filepick"
              type="file"
              accept={accept}
              aria-label={`Choose a ${one}`}
              tabIndex={-1}
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file) void predictFile(file);
                event.currentTarget.value = '';
              }}
            />
            <button type="button" className="btn s" onClick={() => input.current?.click()}>
              Choose file
            </button>
            {captures.map((way) => (
              <button key={way.capture} type="button" className="btn s" onClick={() => setCapture(way.capture)}>
                <Icon name={way.icon} />
                {way.label}
              </button>
            ))}
          </div>
        </div>
      </div>
      {phase === 'failed' && problem && <ProblemNotice problem={problem} />}
      {capture && <CaptureOf capture={capture} onClose={() => setCapture(null)} />}
    </>
  );
}

/** The sample small; it opens the viewer. */
function TriedSample({ form }: { form: RecordForm }) {
  const { sample, file, name } = useTry((state) => state);
  const samples = useMemo(() => {
    if (!sample) return [];
    const originOf = () => ({ files: file ? [{ path: sample.path, file }] : [], path: sample.path });
    return [{ ...seenOf(sample, null, { form, folder: '', originOf }), path: name, className: null }];
  }, [sample, file, name, form]);
  return <SampleStrip form={form} samples={samples} label="The new sample" thumbClass="xl" />;
}

function CaptureOf({ capture, onClose }: { capture: Capture; onClose: () => void }) {
  const props = { onClose, onFile: (file: File) => void predictFile(file) };
  switch (capture) {
    case 'picture':
    case 'clip':
      return <CameraDialog takes={capture} {...props} />;
    case 'sound':
      return <MicrophoneDialog {...props} />;
    case 'drawing':
      return <DrawDialog {...props} />;
    default:
      return capture satisfies never;
  }
}

function Answers() {
  const prediction = useTry((state) => state.prediction);
  const classNames = useEngineData((state) => state.dataset?.classNames);
  return (
    <div className="cmp" aria-live="polite">
      {(['baseline', 'merged'] as const).map((which) => (
        <div key={which}>
          <h4>
            <ArmLabel arm={which === 'baseline' ? 'baseline' : 'pathway'} label={which === 'baseline' ? 'Baseline' : 'Merged'} />
          </h4>
          {prediction && classNames ? <ClassBars probabilities={prediction[which]} classNames={classNames} /> : <GhostBars />}
        </div>
      ))}
    </div>
  );
}

function GhostBars() {
  return (
    <span className="ghostbars" aria-hidden="true">
      {[78, 30, 14].map((width) => (
        <i key={width} style={{ '--p': `${width}%` }} />
      ))}
    </span>
  );
}
