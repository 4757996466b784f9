/**
 * @file The Train column connected to the stores: settings, models, data and run in, actions out. Loaded
 * lazily by the page; what it draws is TrainView.
 */

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { MODALITIES } from '../../../config/modalities.ts';
import type { Modality } from '../../../config/run-config.ts';
import { tokenCount } from '../../../core/m2pt/plain-shape.ts';
import {
  addMoreSeeds,
  applyPreset,
  chooseAuxiliary,
  chooseTarget,
  openModelFolder,
  pauseRun,
  resetConfig,
  resumeRun,
  runDemo,
  setConfig,
  startExperiment,
  stepRun,
  stopRun,
} from '../../state/actions.ts';
import { isChanged } from '../../state/data-store.ts';
import { hubStore } from '../../state/hub-store.ts';
import { speedStore } from '../../state/measured-speed.ts';
import { modelPicker, pickModel } from '../../state/model-picker.ts';
import { cardOf, shapeOf } from '../../state/models-store.ts';
import { isBusy } from '../../state/run-store.ts';
import { modalityProblem, trainBlocker } from '../../state/train-blocker.ts';
import { useConfig, useData, useEngine, useModels, useRun } from '../common/hooks.ts';
import { TOKEN_WORDS } from '../common/modality-words.ts';
import { useStage } from '../common/stage.ts';
import { trainedOnWords } from '../common/trained-on.ts';
import { AskedModel } from './AskedModel.tsx';
import { DiagramHead } from './DiagramHead.tsx';
import { HubSection } from './HubSection.tsx';
import { memoryWords } from './hub-words.ts';
import { ModelDialog } from './ModelDialog.tsx';
import { auxiliaryChoices, targetChoices, unjoinedWords } from './model-choices.ts';
import { TrainView } from './TrainView.tsx';
import { costOf } from './train-cost.ts';
import { planOf, stageOf } from './train-stage.ts';
import './hub.css';
import './lead.css';
import './models.css';
import './pathway.css';
import './settings.css';
import '../../charts/charts.css';

/** What the demo runs; its time is shown as soon as its first steps are measured. */
function demoFacts(modality: Modality): string[] {
  return [
    `A sample of ${MODALITIES[modality].many}, synthetic. Both arms, three seeds, then merge.`,
    'The time left shows after the first steps.',
  ];
}
/** Blocks drawn while the target's card is not known yet. */
const USUAL_DEPTH = 6;

export default function TrainColumn() {
  const run = useRun((state) => state);
  const config = useConfig((state) => state.config);
  const dataset = useData((state) => state.dataset);
  const isEdited = useData(isChanged);
  const split = useData((state) => state.split);
  const importing = useData((state) => state.phase === 'importing');
  const models = useModels((state) => state);
  const fresh = useStore(hubStore, (state) => state.fresh);
  const step = useStage();
  const busy = isBusy(run);
  const [editing, setEditing] = useState(false);
  const picking = useStore(modelPicker, (state) => state.role);
  // Every step of a run measures; what the next one costs is asked only between runs.
  const speeds = useStore(speedStore, (state) => (busy ? null : state.speeds));
  const backend = useEngine((state) => state.backend);

  useEffect(() => {
    if (!busy) return;
    setEditing(false);
    pickModel(null);
  }, [busy]);
  const [seenDataset, setSeenDataset] = useState(dataset);
  if (dataset !== seenDataset) {
    // New data: the results on screen belong to the old one, so the plan comes forward.
    setSeenDataset(dataset);
    if (!busy) setEditing(true);
  }

  // Edits that leave too little to train on are taken back easily: the plan stays, with the reason.
  const stage = stageOf(run, dataset !== null || isEdited, editing);
  // Until the plan comes, the results of the experiment before are still there.
  const ranConfig = (run.phase === 'starting' ? null : run.trained?.config) ?? config;
  const shownConfig = stage === 'loaded' || stage === 'empty' ? config : ranConfig;
  const target = cardOf(models.cards, shownConfig.target);
  const auxiliary = cardOf(models.cards, shownConfig.auxiliary);
  const blocker = trainBlocker();
  const blocked = blocker && `${blocker.message} ${blocker.hint}`.trim();
  const shape = target && shapeOf(target, shownConfig);
  const cost = shape && split && speeds ? costOf(shape, config, split, speeds, backend) : null;
  // Without a card nothing is counted; while the list is being read the usual one is drawn.
  const tokens = shape ? `${tokenCount(shape)} ` : models.phase === 'loading' ? '64 ' : '';

  const choices = picking === 'target' ? targetChoices(models.cards, config.modality) : auxiliaryChoices(models.cards, target);
  const openFolder = async (files: File[], side: 'target' | 'auxiliary') => {
    // A folder that could not be used is told in the dialog, which stays open.
    if (await openModelFolder(files, side)) pickModel(null);
  };
  const choose = (id: string) => {
    if (picking === 'target') chooseTarget(id);
    else chooseAuxiliary(id);
    pickModel(null);
  };
  return (
    <section className="col col-train" id="step-train" aria-labelledby="h-train">
      <TrainView
        stage={stage}
        on={step === 'train'}
        run={run}
        config={config}
        ranConfig={ranConfig}
        plan={planOf(config, split?.train.length ?? 0, cost)}
        depth={target?.config.depth ?? USUAL_DEPTH}
        tokensIn={`${tokens}${TOKEN_WORDS[shownConfig.modality]}`}
        scoresOut={dataset ? `${dataset.classNames.length} scores out` : 'scores out'}
        blocked={blocked}
        unjoined={unjoinedWords(shownConfig, auxiliary, target)}
        trainedOn={trainedOnWords(run.trained?.dataset, dataset)}
        demoFacts={demoFacts(config.modality)}
        demoBusy={importing}
        diagramHead={
          <>
            <AskedModel
              config={shownConfig}
              cards={models.cards}
              // With data the reason stands beside Train.
              misfit={stage === 'empty' ? modalityProblem(models, config) : null}
              locked={busy}
              onOpen={pickModel}
            />
            <DiagramHead
              config={shownConfig}
              target={target}
              auxiliary={auxiliary}
              loading={models.phase === 'loading'}
              locked={busy}
              onPick={pickModel}
            />
          </>
        }
        actions={{
          train: () => void startExperiment(),
          pause: () => void pauseRun(),
          resume: () => void resumeRun(),
          step: () => void stepRun(),
          stop: () => void stopRun(),
          edit: () => setEditing(true),
          results: () => setEditing(false),
          demo: () => void runDemo(),
          addSeeds: (count) => void addMoreSeeds(count),
          change: setConfig,
          preset: applyPreset,
          reset: resetConfig,
        }}
      />
      {picking && (
        <ModelDialog
          side={picking}
          choices={choices.filter(({ card }) => !fresh.includes(card.id))}
          chosen={config[picking]}
          loading={models.phase === 'loading'}
          opening={models.opening}
          problem={models.problem}
          memory={(card) => memoryWords(picking, card, target, config, split?.train.length)}
          onChoose={choose}
          onFolder={(files) => void openFolder(files, picking)}
          onClose={() => pickModel(null)}
        >
          <HubSection role={picking} config={config} target={target} auxiliary={auxiliary} samples={split?.train.length} onUse={choose} />
        </ModelDialog>
      )}
    </section>
  );
}
