/**
 * @file Keep it: the link that repeats the experiment, and the trained model in four forms. Before the merge only the
 * PyTorch project can be made, from the run that is paused or complete; for pictures only.
 */
import type { Modality } from '../../../config/run-config.ts';
import { recordBytes } from '../../../core/data/record-form.ts';
import type { MergeReport } from '../../../core/lab/events.ts';
import type { ExportFormat } from '../../../worker/protocol.ts';
import { copySnippet, downloadExport, EXPORT_FORMATS, loadSnippets } from '../../state/export-store.ts';
import { cardOf } from '../../state/models-store.ts';
import type { RunSeries, RunState } from '../../state/run-state.ts';
import { completePairs } from '../../state/run-store.ts';
import { useConfig, useEngineData, useExports, useModels, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { useShare } from '../shell/ShareButton.tsx';
import { ExportChoice } from './ExportChoice.tsx';
import { modelSize, projectSize } from './export-size.ts';
import { refusalOf } from './export-words.ts';
import '../../styles/export.css';

/** Of what can be kept after the merge, only the forms that such models have. */
function closedWords(modality: Modality): string {
  const forms = EXPORT_FORMATS.filter((format) => !refusalOf(format, modality)).map((format) => CLOSED_FORMS[format]);
  return `Copy a link that repeats this experiment, or download the model: ${forms.slice(0, -1).join(', ')}${forms.length > 1 ? ' or ' : ''}${forms.at(-1)}.`;
}

const CLOSED_FORMS: Readonly<Record<ExportFormat, string>> = {
  merged: 'merged as safetensors',
  unmerged: 'un-merged as safetensors',
  onnx: 'as ONNX',
  pytorch: 'as a PyTorch project',
};
const EARLY: readonly ExportFormat[] = ['pytorch'];
const LOST_WORDS = 'The engine was restarted and no longer has the models. Train again to download them.';

export function KeepIt({ open, canDownload }: { open: boolean; canDownload: boolean }) {
  const canContinue = useRun(({ phase, series }) => phase === 'paused' || (phase === 'finished' && series.some(({ result }) => result)));
  const trained = useRun((state) => state.trained?.config.modality);
  const chosen = useConfig((state) => state.config.modality);
  const modality = trained ?? chosen;
  // Before the merge there is only what continues a run.
  const early = EARLY.filter((format) => !refusalOf(format, modality));
  const formats = open ? EXPORT_FORMATS : canContinue && canDownload ? early : [];
  return (
    <section className="blockq keep">
      <div className="bq-h">
        <h3>Keep it</h3>
      </div>
      {open ? <ShareRow /> : <p className="prose s">{closedWords(modality)}</p>}
      {open && !canDownload && <p className="help">{LOST_WORDS}</p>}
      {formats.length > 0 && <Choices formats={formats} available={canDownload} />}
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

/** The run that a project continues: the paused one, or the last that is complete. */
function continued({ phase, series, activeRun }: RunState): RunSeries | undefined {
  if (phase === 'paused') return activeRun === null ? undefined : series[activeRun];
  const pairs = completePairs(series);
  const finished = series.filter(({ result }) => result !== null);
  return pairs.findLast(({ run }) => run.arm === 'pathway') ?? finished.at(-1);
}

/** Which of the runs on screen is taken away. */
function Which({ merge, run, paused }: { merge: MergeReport | null; run: RunSeries; paused: boolean }) {
  const { arm, seed } = run.run;
  const words = paused
    ? `The project continues the paused run: ${arm}, seed ${seed}, from step ${run.steps}.`
    : merge
      ? `All of seed ${merge.seed}, the last complete pair.`
      : `The project continues the ${arm} run of seed ${seed}.`;
  return <p className="help which">{words}</p>;
}

function Choices({ formats, available }: { formats: readonly ExportFormat[]; available: boolean }) {
  const { files, loading } = useExports((state) => state);
  const state = useRun((all) => all);
  const { merge, trained, phase } = state;
  const target = useModels(({ cards }) => trained && cardOf(cards, trained.config.target));
  const pictures = useEngineData(({ dataset }) => (dataset ? dataset.labels.length * recordBytes(dataset.form) : 0));
  const run = continued(state);
  const modality = trained?.config.modality ?? 'image';
  const sizeOf = (format: ExportFormat) => {
    if (format !== 'pytorch') return merge ? modelSize(format, merge) : undefined;
    return trained && target && run ? projectSize(target, trained.config, run.run.arm, pictures) : undefined;
  };
  return (
    <>
      {run && <Which merge={merge} run={run} paused={phase === 'paused'} />}
      <ul className="exports">
        {formats.map((format) => (
          <ExportChoice
            key={format}
            format={format}
            size={refusalOf(format, modality) ? undefined : sizeOf(format)}
            refusal={refusalOf(format, modality)}
            available={available}
            file={files[format]}
            loading={loading[format]}
            onDownload={downloadExport}
            onOpen={loadSnippets}
            onCopy={copySnippet}
          />
        ))}
      </ul>
    </>
  );
}
