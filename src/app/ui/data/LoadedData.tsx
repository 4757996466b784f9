/**
 * @file The data that is on the page: its name, what was left out, thumbnails by class, report, and ways to change it.
 */

import { useMemo } from 'react';
import { useStore } from 'zustand';
import { MODALITIES } from '../../../config/modalities.ts';
import type { Modality } from '../../../config/run-config.ts';
import { formatBytes } from '../../charts/format.ts';
import type { Drop } from '../../state/arrange-data.ts';
import { readAsModality } from '../../state/data-import.ts';
import { catalogStore } from '../../state/data-sources.ts';
import { hasFramedClasses, otherReadings } from '../../state/drop-readings.ts';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { Notice, ProblemNotice } from '../common/Notice.tsx';
import { AddressField } from './AddressField.tsx';
import { ClassList } from './ClassList.tsx';
import { DataReport } from './DataReport.tsx';
import { EditHistory } from './EditHistory.tsx';
import { FilePickers } from './FilePickers.tsx';
import { LabelChoices } from './LabelChoice.tsx';
import { focusSwitch } from './ModalityPick.tsx';
import { OtherSamples } from './OtherSamples.tsx';
import { RejectedFiles } from './RejectedFiles.tsx';
import { WarningsPointer } from './ReportNotes.tsx';

export function LoadedData({ locked }: { locked: boolean }) {
  const importing = useData((state) => state.phase === 'importing');
  return (
    <>
      <DataTitle />
      <RejectedFiles />
      <DataProblems />
      <FramesRemark />
      <WarningsPointer />
      <LabelChoices locked={locked || importing} />
      <ClassList />
      <EditHistory />
      <DataReport />
      {locked ? (
        <p className="help pad">Data is locked while runs are in progress.</p>
      ) : (
        <>
          <div className="row foot">
            <FilePickers mode="add" disabled={importing} folderLabel="" filesLabel="Add files" />
            <FilePickers mode="replace" disabled={importing} folderLabel="Replace data" filesLabel="" />
          </div>
          <OtherSamples disabled={importing} />
          <AddressField disabled={importing} />
        </>
      )}
    </>
  );
}

function DataTitle() {
  const source = useData((state) => state.source);
  const name = useData((state) => state.name);
  const bytes = useData((state) => state.bytes);
  const modality = useData((state) => state.form.modality);
  const synthetic = useStore(catalogStore, ({ samples }) => samples.some((one) => source?.kind === 'sample' && one.id === source.id));
  const kind = source?.kind === 'sample' ? 'sample' : source?.kind === 'address' ? 'from an address' : 'your files';
  return (
    <div className="dset">
      <span className="s-ic">
        <Icon name={modality} />
      </span>
      <span className="s-t">
        <b>{name}</b>
        <span>
          {kind}, {formatBytes(bytes)}
        </span>
      </span>
      {synthetic && <span className="tag">synthetic</span>}
    </div>
  );
}

/** The button has gone with what it was about: the way back has the focus. */
async function readAs(modality: Modality): Promise<void> {
  await readAsModality(modality);
  focusSwitch();
}

function readingsOf(drops: readonly Drop[], shown: Modality): Modality[] {
  return otherReadings(
    shown,
    drops.flatMap(({ files }) => files.map(({ path }) => path)),
  );
}

/** What is unusual in the whole, such as a class that is too small. */
function DataProblems() {
  const problems = useData((state) => state.problems);
  const blocked = useData((state) => state.dataset === null);
  const shown = useData((state) => state.form.modality);
  const drops = useData((state) => state.drops);
  const locked = useRun(isBusy);
  const named = problems.flatMap(({ modality }) => modality ?? []);
  return problems.map((problem, at) => {
    // The last one says why nothing can be trained; it offers what else the files could be, unless a remark above does.
    const isReason = blocked && at === problems.length - 1;
    const readings = isReason ? readingsOf(drops, shown).filter((one) => !named.includes(one)) : [];
    const others = [...(problem.modality !== undefined && problem.modality !== shown ? [problem.modality] : []), ...readings];
    return (
      <ProblemNotice key={problem.message} problem={problem} tone={isReason ? 'danger' : 'caution'} role="status">
        {others.length > 0 && (
          <p className="row">
            {others.map((other) => (
              <button key={other} type="button" className="btn s" disabled={locked} onClick={() => void readAs(other)}>
                {readings.includes(other) ? 'Read them as' : 'Use the'} {MODALITIES[other].many} {readings.includes(other) ? '' : 'instead'}
              </button>
            ))}
          </p>
        )}
      </ProblemNotice>
    );
  });
}

/** Pictures that lie as the frames of clips do: said, because as single pictures they are almost copies of each other. */
function FramesRemark() {
  const shown = useData((state) => state.form.modality);
  const drops = useData((state) => state.drops);
  const blocked = useData((state) => state.dataset === null);
  const locked = useRun(isBusy);
  const areFrames = useMemo(
    () => shown === 'image' && hasFramedClasses(drops.flatMap(({ files }) => files.map(({ path }) => path))),
    [shown, drops],
  );
  if (!areFrames || blocked) return null;
  return (
    <Notice tone="caution" role="status">
      <p>
        <b>These could be the frames of clips.</b> Each sub-folder of a class holds numbered pictures; now every picture is a sample of its
        own.
      </p>
      <p className="row">
        <button type="button" className="btn s" disabled={locked} onClick={() => void readAs('video')}>
          Read them as clips
        </button>
      </p>
    </Notice>
  );
}
