/**
 * @file Try a new sample: a picture that neither model has seen, dropped, chosen or taken with the camera, and
 * the top classes of baseline and merged model side by side.
 */
import { type DragEvent, useRef, useState } from 'react';
import { predictFile } from '../../state/try-store.ts';
import { ArmLabel } from '../common/ArmMark.tsx';
import { useEngineData, useTry } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { factsText } from '../data/facts-text.ts';
import { SampleThumb } from '../data/SampleThumb.tsx';
import { CameraDialog } from './CameraDialog.tsx';
import { ClassBars } from './ClassBars.tsx';

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
  const [camera, setCamera] = useState(false);
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
          <SampleThumb form={form} record={sample.record} label={name} className="xl" />
        ) : (
          <span className="th xl hollow">
            <Icon name="image" />
          </span>
        )}
        <div>
          <p className="file">{phase === 'empty' ? 'Drop a picture here' : name}</p>
          <p className="help">{sample && form ? factsText(sample.facts, form) : 'PNG, JPEG, WebP and others'}</p>
          <div className="row">
            <input
              ref={input}
              className="filepick"
              type="file"
              accept="image/*"
              aria-label="Choose a picture"
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
            <button type="button" className="btn s" onClick={() => setCamera(true)}>
              <Icon name="camera" />
              Camera
            </button>
          </div>
        </div>
      </div>
      {phase === 'failed' && problem && <ProblemNotice problem={problem} />}
      {camera && <CameraDialog onClose={() => setCamera(false)} onPicture={predictFile} />}
    </>
  );
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
