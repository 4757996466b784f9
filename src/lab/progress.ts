/**
 * @file What the lab says while it runs: engine events in, one line of plain text out (standard error). Pure.
 */
import type { ExperimentEvent, PlannedRun } from '../core/lab/events.ts';

/** Makes lines from events; keeps what a line needs from the events before it. */
export function createProgress(): (event: ExperimentEvent) => string | null {
  let runs: PlannedRun[] = [];
  let stepsPerRun = 0;
  let validation = '';

  const place = (index: number, step: number) => {
    const run = runs[index];
    return `run ${index + 1}/${runs.length}  ${run?.arm ?? ''}  seed ${run?.seed ?? ''}  step ${step}/${stepsPerRun}`;
  };

  return (event) => {
    switch (event.type) {
      case 'experimentStarted': {
        ({ runs, stepsPerRun } = event);
        const { train, validation: held, test } = event.split;
        return `plan: ${runs.length} runs of ${stepsPerRun} steps; split ${train} train, ${held} validation, ${test} test`;
      }
      case 'runStarted':
        validation = '';
        return null;
      case 'stepsFinished': {
        const step = event.firstStep + event.losses.length;
        const loss = event.losses.at(-1)?.toFixed(4) ?? '';
        return `${place(event.run, step)}  loss ${loss}${validation}  ${event.examplesPerSecond.toFixed(0)} examples/s`;
      }
      case 'epochFinished':
        validation = `  val accuracy ${percent(event.validationAccuracy)}`;
        return `${place(event.run, event.step)}  epoch ${event.epoch}  val loss ${event.validationLoss.toFixed(4)}${validation}`;
      case 'runFinished': {
        const { valAccuracy, testAccuracy, secondsTotal } = event.result;
        return `${place(event.run, stepsPerRun)}  finished  val accuracy ${percent(valAccuracy)}  test accuracy ${percent(testAccuracy)}  ${secondsTotal.toFixed(1)} s`;
      }
      case 'runStopped':
        return `${place(event.run, event.step)}  stopped`;
      case 'comparisonUpdated':
        return null;
      case 'experimentFinished':
        return `all runs finished in ${event.secondsTotal.toFixed(1)} s`;
      default:
        return event satisfies never;
    }
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
