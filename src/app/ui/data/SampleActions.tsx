/**
 * @file What can be done with one sample in the viewer: move it to another class, delete it. With undo below the classes.
 */
import type { ReactNode } from 'react';
import type { DatasetEdit } from '../../../core/data/labels/dataset-edits.ts';
import { editData } from '../../state/data-edits.ts';
import { useData } from '../common/hooks.ts';
import type { SeenSample } from '../see/seen-sample.ts';
import { focusEdits } from './EditHistory.tsx';
import { MoveTo } from './MoveTo.tsx';

/** For the viewer; a sample that leaves gives its place to the next. */
export function sampleActions(sample: SeenSample): ReactNode {
  return <SampleActions sample={sample} />;
}

function SampleActions({ sample }: { sample: SeenSample }) {
  const step = useData((state) => state.steps.at(-1)?.sentence);
  const paths = [sample.path];
  const act = (edit: DatasetEdit) => {
    editData(edit);
    // With its last sample a class goes, and the viewer with it.
    focusEdits();
  };
  return (
    <>
      <MoveTo from={sample.className} onMove={(to) => act({ kind: 'move-samples', paths, to })} />
      <button type="button" className="btn s" onClick={() => act({ kind: 'delete-samples', paths })}>
        Delete
      </button>
      {step && (
        <span className="sr" role="status">
          {step}
        </span>
      )}
    </>
  );
}
