/**
 * @file The whole Train column from plain values: lead block by stage, pathway diagram, and beside it the
 * explanation, the settings, or the charts. No store access, so that the gallery shows it on fixed data.
 */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { RunConfig } from '../../../config/run-config.ts';
import { formatCount } from '../../charts/format.ts';
import { MOST_PAIRS } from '../../state/most-pairs.ts';
import type { RunSeries, RunState } from '../../state/run-state.ts';
import { Explain, FairNotes } from './Explain.tsx';
import { LeadEmpty } from './LeadEmpty.tsx';
import { LeadFailed, RunProblem } from './LeadFailed.tsx';
import { LeadProgress } from './LeadProgress.tsx';
import { LeadReady } from './LeadReady.tsx';
import { LeadVerdict } from './LeadVerdict.tsx';
import { PathwayDiagram } from './PathwayDiagram.tsx';
import { plannedPathway, runPathway } from './pathway-model.ts';
import { isRecordedPair, RECORDED_PAIR, recordedPathway } from './recorded-example.ts';
import { MainSettings, MoreSettings } from './Settings.tsx';
import { type TrainActions, TrainHeader } from './TrainHeader.tsx';
import { changedWords, isMergeNext, type Plan, stageWords, type TrainStage } from './train-stage.ts';

const SideCharts = lazy(async () => ({ default: (await import('../../charts/RunCharts.tsx')).SideCharts }));
const LambdaChart = lazy(async () => ({ default: (await import('../../charts/RunCharts.tsx')).LambdaChart }));

export interface TrainViewProps {
  stage: TrainStage;
  /** True where the step with the next action is this one. */
  on: boolean;
  run: RunState;
  /** Settings of the next experiment. */
  config: RunConfig;
  /** Settings with which the experiment on screen was started. */
  ranConfig: RunConfig;
  plan: Plan;
  /** Blocks of the target. */
  depth: number;
  tokensIn: string;
  scoresOut: string;
  blocked: string | null;
  /** Why the target shown is joined to nothing; null when it is. */
  unjoined: string | null;
  /** Where other data is on the page now: which the results are of. */
  trainedOn: string | null;
  demoFacts: readonly string[];
  demoBusy: boolean;
  /** Model pickers and formula over the diagram. */
  diagramHead: ReactNode;
  actions: TrainActions & {
    demo: () => void;
    addSeeds: (count: number) => void;
    change: (patch: Partial<RunConfig>) => void;
    preset: (id: string) => void;
    reset: () => void;
  };
}

/** The pathway run of the diagram and the λ charts: of the chosen seed, else the newest that has begun. */
function pathwayRun(series: readonly RunSeries[], seed: number | null): RunSeries | undefined {
  const runs = series.filter((one) => one.run.arm === 'pathway' && one.steps > 0);
  return runs.find((one) => one.run.seed === seed) ?? runs.at(-1);
}

function Lead(props: TrainViewProps) {
  const { stage, run, config, plan, blocked, actions } = props;
  switch (stage) {
    case 'empty':
      return <LeadEmpty config={config} demoFacts={props.demoFacts} busy={props.demoBusy} onDemo={actions.demo} />;
    case 'loaded':
      return <LeadReady config={config} plan={plan} blocked={blocked} isPrimary={!isMergeNext(run)} onTrain={actions.train} />;
    case 'training':
    case 'paused':
      return <LeadProgress run={run} settings={changedWords(props.ranConfig)} modality={props.ranConfig.modality} />;
    case 'finished':
    case 'stopped':
      return (
        <LeadVerdict run={run} stopped={stage === 'stopped'} roomForSeeds={MOST_PAIRS - config.pairedSeeds} onAddSeeds={actions.addSeeds} />
      );
    case 'failed':
      return <LeadFailed run={run} blocked={blocked} onTrain={actions.train} />;
    default:
      return stage satisfies never;
  }
}

interface MomentProps {
  shown: RunSeries | undefined;
  stage: TrainStage;
  activeRun: number | null;
  config: RunConfig;
}

/** Words on which moment of which run the diagram shows. */
function Moment({ shown, stage, activeRun, config }: MomentProps) {
  if (stage === 'empty') return <span className="ex">recorded example, {isRecordedPair(config) ? 'synthetic' : RECORDED_PAIR}</span>;
  if (!shown) return <span className="ex">before step 1</span>;
  const live = stage === 'training' && shown.run.index === activeRun && shown.state === 'running';
  return (
    <span className={live ? 'ex live' : 'ex'}>
      {live && <i />}
      {live ? 'live' : `seed ${shown.run.seed}`}, step {formatCount(shown.steps)}
    </span>
  );
}

export function TrainView(props: TrainViewProps) {
  const { stage, run, config, ranConfig, depth, actions } = props;
  const [picked, setPicked] = useState<number | null>(null);
  const [generation, setGeneration] = useState(0);
  const fresh = (action: () => void) => {
    setGeneration(generation + 1);
    action();
  };
  const results = stage !== 'empty' && stage !== 'loaded';
  const over = stage === 'finished' || stage === 'stopped' || stage === 'failed';
  const { plan: experiment, series, version } = run;
  const active = run.activeRun === null ? undefined : series[run.activeRun];
  const seed = (over ? picked : null) ?? active?.run.seed ?? series[0]?.run.seed ?? 0;
  const shown = results && run.phase !== 'starting' ? pathwayRun(series, over ? seed : null) : undefined;
  const settings = results ? ranConfig : config;
  const model =
    stage === 'empty'
      ? recordedPathway()
      : shown && experiment
        ? runPathway(settings, depth, experiment.lambdaNames, lastOf(shown, experiment.lambdaNames.length), experiment.auxiliaryRatio)
        : plannedPathway(settings, depth, props.unjoined === null);
  const charts = results && experiment !== null && run.phase !== 'starting' && series.some((one) => one.steps > 0);
  const problem = run.phase === 'failed' ? run.problem : null;
  return (
    <>
      <TrainHeader
        on={props.on}
        stage={stage}
        words={stageWords(stage, run, props.plan)}
        waiting={run.phase === 'starting' || run.phase === 'stopping' ? 'all' : run.pausing ? 'pause' : null}
        hasResults={series.length > 0}
        actions={actions}
      />
      <div className="body" data-stage={stage}>
        {problem && <RunProblem problem={problem} />}
        {over && props.trainedOn && <p className="help">{props.trainedOn}</p>}
        <Lead {...props} />
        <div className="heart">
          <PathwayDiagram
            model={model}
            head={props.diagramHead}
            tokensIn={props.tokensIn}
            scoresOut={props.scoresOut}
            tag={<Moment shown={shown} stage={stage} activeRun={run.activeRun} config={config} />}
            unjoined={stage === 'empty' ? null : props.unjoined}
          />
          {stage === 'empty' && <Explain />}
          {stage === 'loaded' && (
            <MainSettings
              config={config}
              cost={props.plan.cost}
              generation={generation}
              onChange={actions.change}
              onPreset={(id) => fresh(() => actions.preset(id))}
              onReset={() => fresh(actions.reset)}
            />
          )}
          {charts && (
            <Suspense fallback={<p className="help chart-wait">Loading the charts …</p>}>
              <SideCharts
                series={series}
                version={version}
                stepsPerRun={experiment.stepsPerRun}
                epochs={experiment.epochs}
                seed={seed}
                onSeed={over ? setPicked : undefined}
              />
            </Suspense>
          )}
          {results && !charts && <p className="help chart-wait">The charts begin with the first step.</p>}
        </div>
        {stage === 'empty' && <FairNotes />}
        {stage === 'loaded' && <MoreSettings config={config} generation={generation} onChange={actions.change} />}
        {charts && !shown && experiment.lambdaNames.length > 0 && (
          <p className="help lam-wait">λ over steps appears here with the first step of a pathway run.</p>
        )}
        {charts && shown && experiment.lambdaNames.length > 0 && (
          <Suspense fallback={null}>
            <LambdaChart run={shown} version={version} lambdaNames={experiment.lambdaNames} stepsPerRun={experiment.stepsPerRun} />
          </Suspense>
        )}
      </div>
    </>
  );
}

/** λ after the last recorded step. */
function lastOf(run: RunSeries, width: number): number[] {
  return Array.from(run.lambdas.subarray(Math.max(0, run.steps - 1) * width, run.steps * width));
}
