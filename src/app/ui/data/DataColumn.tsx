/**
 * @file The Data column: nothing yet, being read, or loaded; the whole column takes drops.
 */
import { type DragEvent, useRef, useState } from 'react';
import { plural } from '../../charts/format.ts';
import { filesFromDrop } from '../../loaders/dropped-files.ts';
import { failImport, takeCollected } from '../../state/data-import.ts';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { StepHead } from '../common/StepHead.tsx';
import { useStage } from '../common/stage.ts';
import { AskedData } from './AskedData.tsx';
import { DataStart } from './DataStart.tsx';
import { samplesText } from './data-words.ts';
import { FailureNotice } from './FailureNotice.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { LoadedData } from './LoadedData.tsx';
import { ModalityPick, SwitchNotice } from './ModalityPick.tsx';

/** Handlers that make an element take files; `over` is true while files hang above it. */
function useFileDrop(enabled: boolean, onDrop: (data: DataTransfer) => void) {
  const [over, setOver] = useState(false);
  // Children fire enter and leave, too: the files are gone when as many left as entered.
  const depth = useRef(0);
  const hasFiles = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragEnter(event: DragEvent) {
        if (!hasFiles(event)) return;
        depth.current++;
        setOver(true);
      },
      onDragLeave(event: DragEvent) {
        if (!hasFiles(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      },
      onDragOver(event: DragEvent) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop(event: DragEvent) {
        depth.current = 0;
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        onDrop(event.dataTransfer);
      },
    },
  };
}

export function DataColumn() {
  const stage = useStage();
  const phase = useData((state) => state.phase);
  const hasSamples = useData((state) => state.drops.length > 0);
  const locked = useRun(isBusy);
  const { over, handlers } = useFileDrop(!locked, (data) => {
    filesFromDrop(data)
      .then((collected) => takeCollected(collected, 'replace'))
      .catch(failImport);
  });
  return (
    <section className="col col-data" id="step-data" aria-labelledby="h-data" data-over={over || undefined} {...handlers}>
      <StepHead id="h-data" number={1} title="Data" on={stage === 'data'}>
        <Status />
      </StepHead>
      <div className="body">
        {over && <p className="dropnote">{hasSamples ? 'Drop to replace the data' : 'Drop to read it'}</p>}
        <ModalityPick disabled={locked || phase === 'importing'} />
        <AskedData />
        <SwitchNotice locked={locked} />
        <FailureNotice />
        {phase === 'importing' && <ImportProgress />}
        {hasSamples ? <LoadedData locked={locked} /> : <DataStart busy={phase === 'importing'} />}
      </div>
    </section>
  );
}

function Status() {
  const phase = useData((state) => state.phase);
  const samples = useData((state) => state.samples.length);
  const classes = useData((state) => state.classes.length);
  const modality = useData((state) => state.form.modality);
  if (phase === 'importing') return <span>being read</span>;
  if (phase === 'empty') return <span>nothing loaded</span>;
  return (
    <span>
      {samplesText(samples, modality)}
      <span className="wide">, {plural(classes, 'class', 'classes')}</span>
    </span>
  );
}
