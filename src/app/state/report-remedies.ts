/**
 * @file What one press can do about a warning of the data report: which samples go, or which setting changes. Pure; only where it is plain
 * which samples to keep.
 */
import type { DataReport, ReportNote } from '../../core/data/report/data-report.ts';

export type Remedy =
  /** Places of samples in the report. */
  { kind: 'delete'; label: string; samples: number[] } | { kind: 'limit'; label: string; limitPerClass: number };

/** What is asked about the samples, each by its place in the report. */
export interface ReportSamples {
  /** Samples of a class that are used at most; 0 for all. */
  limitPerClass: number;
  className: (sample: number) => string;
  isTrained: (sample: number) => boolean;
}

/** Copies that would take more than this share of the data with them are looked at one by one instead. */
const MOST = 1 / 3;

/** Samples that the note is about, in groups where it is about groups. */
export function groupsOf(
  { code, samples }: ReportNote,
  { exact, near, conflicts, alike, overlaps }: DataReport,
): readonly (readonly number[])[] {
  switch (code) {
    case 'exact-duplicates':
      return exact;
    case 'near-duplicates':
      return near;
    case 'conflicting-labels':
      return conflicts;
    case 'alike-labels':
      return alike;
    case 'split-duplicates':
      return overlaps?.groups ?? [];
    default:
      return samples.length > 0 ? [samples] : [];
  }
}

/** Of copies, one that is trained on stays. */
export function remedyFor(note: ReportNote, report: DataReport, sampleAt: ReportSamples): Remedy | null {
  const groups = groupsOf(note, report);
  switch (note.code) {
    case 'exact-duplicates':
    case 'split-duplicates': {
      const spare = groups.flatMap((group) => {
        // Which of two classes is right, nobody knows here.
        if (new Set(group.map(sampleAt.className)).size > 1) return [];
        const stays = group.find(sampleAt.isTrained) ?? group[0];
        return group.filter((sample) => sample !== stays);
      });
      if (spare.length === 0 || spare.length > MOST * report.count) return null;
      const label = note.code === 'exact-duplicates' ? copies(spare.length) : `Keep one of each, delete ${spare.length}`;
      return { kind: 'delete', label, samples: spare };
    }
    case 'constant':
    case 'not-finite':
      return {
        kind: 'delete',
        label: `Delete ${note.samples.length === 1 ? 'it' : `these ${note.samples.length}`}`,
        samples: note.samples,
      };
    case 'uneven-classes': {
      const least = Math.min(...report.classes.map(({ count }) => count).filter((count) => count > 0));
      const limitPerClass = Math.max(3, 2 * least);
      return { kind: 'limit', label: `Use at most ${limitPerClass} a class`, limitPerClass };
    }
    case 'few-tested':
      return isLimited(report, sampleAt.limitPerClass) ? { kind: 'limit', label: 'Use all samples', limitPerClass: 0 } : null;
    default:
      return null;
  }
}

/** True where classes have samples that the limit leaves unused. */
function isLimited({ classes }: DataReport, limitPerClass: number): boolean {
  return limitPerClass > 0 && classes.some(({ count }) => count > limitPerClass);
}

/** What to do, where the note itself cannot know it. */
export function hintFor(note: ReportNote, report: DataReport, limitPerClass: number): string {
  if (note.code !== 'few-tested' || !isLimited(report, limitPerClass)) return note.hint;
  return `The settings use at most ${limitPerClass} samples a class. Use more before trusting a comparison.`;
}

function copies(count: number): string {
  return `Delete ${count === 1 ? '1 copy' : `${count} copies`}`;
}
