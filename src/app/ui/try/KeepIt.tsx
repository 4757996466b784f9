/**
 * @file Keep it: the link that repeats the experiment, and the trained model in four forms. Before the merge only the
 * PyTorch project can be made, from the run that is paused or complete.
 */
import type { ExportFormat } from '../../../worker/protocol.ts';
import { copySnippet, downloadExport, EXPORT_FORMATS, loadSnippets } from '../../state/export-store.ts';
import type { RunState } from '../../state/run-state.ts';
import { useEngineData, useExports, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { useShare } from '../shell/ShareButton.tsx';
import { ExportChoice } from './ExportChoice.tsx';
import '../../styles/export.css';

const CLOSED_WORDS =
  'Copy a link that repeats this experiment, or download the model: merged or un-merged as safetensors, as ONNX, or as a PyTorch project.';
const LOST_WORDS = 'The engine was restarted and no longer has the models. Train again to download them.';

export function KeepIt({ open, canDownload }: { open: boolean; canDownload: boolean }) {
  const canContinue = useRun(({ phase, series }) => phase === 'paused' || (phase === 'finished' && series.some(({ result }) => result)));
  return (
    <section className="blockq keep">
      <div className="bq-h">
        <h3>Keep it</h3>
      </div>
      {open ? <ShareRow /> : <p className="prose s">{CLOSED_WORDS}</p>}
      {open && !canDownload && <p className="help">{LOST_WORDS}</p>}
      {(open || (canContinue && canDownload)) && <Choices formats={open ? EXPORT_FORMATS : ['pytorch']} available={canDownload} />}
    </section>
  );
}

function ShareRow() {
  const { copied, share } = useShare('shown');
  return (
    <>
      <div className="row">
        <button type="button" className="btn" onClick={share}>
          <Icon name={copied ? 'check' : 'link'} />
          {copied ? 'Link copied' : 'Copy share link'}
        </button>
      </div>
      <p className="help">
        The link holds settings and seeds of the runs shown, not your files or weights. Whoever opens it can run the same experiment.
      </p>
    </>
  );
}

function Choices({ formats, available }: { formats: readonly ExportFormat[]; available: boolean }) {
  const { files, loading } = useExports((state) => state);
  const merge = useRun((state) => state.merge);
  const pictures = useEngineData((state) => state.dataset?.pixels.byteLength ?? 0);
  return (
    <ul className="exports">
      {formats.map((format) => (
        <ExportChoice
          key={format}
          format={format}
          bytes={merge ? sizeOf(format, merge, pictures) : undefined}
          available={available}
          file={files[format]}
          loading={loading[format]}
          onDownload={downloadExport}
          onOpen={loadSnippets}
          onCopy={copySnippet}
        />
      ))}
    </ul>
  );
}

/** In bytes. The project holds where the run started, where it stands, two moments of every weight, and the pictures. */
function sizeOf(format: ExportFormat, { merged, twoBranch }: NonNullable<RunState['merge']>, pictures: number): number {
  switch (format) {
    case 'merged':
    case 'onnx':
      return merged.bytes;
    case 'unmerged':
      return twoBranch.bytes;
    case 'pytorch':
      return 4 * twoBranch.bytes + pictures;
    default:
      return format satisfies never;
  }
}
