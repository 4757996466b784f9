/**
 * @file Makes the result of `npm run lab` from what the engine reported. Pure. The format is a promise to other
 * programs: docs/lab.md. Keys may be added; none may change its meaning.
 */
import type { ArmName, RunConfig } from '../config/run-config.ts';
import type { Problem } from '../core/errors.ts';
import type { Comparison, MergeReport, RunResult, SplitSizes } from '../core/lab/events.ts';
import { meanInterval } from '../core/lab/statistics.ts';
import type { BackendInfo } from '../worker/protocol.ts';

export interface LabOutcome {
  backend: BackendInfo;
  /** As run, with the names that the experiment file used. */
  config: RunConfig & { seeds: number[]; arms: ArmName[] };
  classes: { name: string; samples: number }[];
  split: SplitSizes;
  rejected: Problem[];
  notices: Problem[];
  results: RunResult[];
  comparison: Comparison | null;
  merge: MergeReport | null;
}

export interface LabResult {
  backend: BackendInfo;
  arms: { name: ArmName; runs: Omit<RunResult, 'arm'>[]; testAccuracy: { mean: number; ci95: [number, number] | null } }[];
  merge: LabMerge | null;
  /** Null where no seed has both arms. */
  comparison: Comparison | null;
  config: LabOutcome['config'];
  data: {
    classes: { name: string; samples: number }[];
    split: SplitSizes;
    rejected: { file: string; code: string; reason: string; hint: string }[];
    notices: string[];
  };
}

export interface LabMerge {
  maxAbsLogitDifference: number;
  relativeLogitDifference: number;
  samplesCompared: number;
  /** Medians in ms; `mergedToBaseline` is the median of paired ratios, `ci95` its interval. */
  latency: { baselineMs: number; twoBranchMs: number; mergedMs: number; mergedToBaseline: number; ci95: [number, number]; pairs: number };
  parameters: { baseline: number; merged: number };
  bytes: { baseline: number; merged: number };
}

/** The result file's content, ready for JSON. */
export function makeResult(outcome: LabOutcome): LabResult {
  const { backend, config, classes, split, rejected, notices, results, comparison, merge } = outcome;
  return {
    backend,
    arms: config.arms.map((name) => {
      const runs = results.filter((run) => run.arm === name).map(({ arm: _, ...run }) => run);
      const { mean, ci95 } = meanInterval(runs.map((run) => run.testAccuracy));
      return { name, runs, testAccuracy: { mean, ci95 } };
    }),
    merge: merge && makeMerge(merge),
    comparison: comparison && comparison.pairs.length > 0 ? comparison : null,
    config,
    data: {
      classes,
      split,
      rejected: rejected.map(({ where, code, message, hint }) => ({ file: where ?? '', code, reason: message, hint })),
      notices: notices.map((notice) => notice.message),
    },
  };
}

function makeMerge(report: MergeReport): LabMerge {
  const { baseline, twoBranch, merged } = report;
  return {
    maxAbsLogitDifference: report.maxAbsLogitDifference,
    relativeLogitDifference: report.relativeLogitDifference,
    samplesCompared: report.samplesCompared,
    latency: {
      baselineMs: baseline.latency.medianMs,
      twoBranchMs: twoBranch.latency.medianMs,
      mergedMs: merged.latency.medianMs,
      mergedToBaseline: report.mergedToBaseline.ratio,
      ci95: report.mergedToBaseline.ci95,
      pairs: report.latencyPairs,
    },
    parameters: { baseline: baseline.parameters, merged: merged.parameters },
    bytes: { baseline: baseline.bytes, merged: merged.bytes },
  };
}
