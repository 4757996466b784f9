/**
 * @file What crosses between the page and the worker that fetches data from addresses. Types only.
 * It answers one question at a time, keeps what came of a download that ended early, and can be ended at any moment.
 */

import type { SplitName } from '../core/data/address/dataset-splits.ts';
import type { PlanKind } from '../core/data/address/plan-dataset.ts';
import type { Problem } from '../core/errors.ts';
import type { DroppedFile } from './parse-protocol.ts';

export interface FilePreview {
  kind: 'file';
  host: string;
  name: string;
  /** Null where the server does not say it. */
  bytes: number | null;
}

export interface DatasetPreview {
  kind: 'dataset';
  repo: string;
  revision: string;
  /** 40 hexadecimal digits. */
  commit: string;
  /** Files of this kind are taken. */
  files: PlanKind;
  count: number;
  bytes: number;
  /** What the chosen split of the chosen part has in all. */
  of: { files: number; bytes: number };
  split: SplitName | null;
  otherSplits: SplitName[];
  part: string;
  otherParts: string[];
  /** The files come from the copy in parquet that Hugging Face makes. */
  isConverted: boolean;
  /** It has more files than were listed. */
  isCut: boolean;
}

export type AddressPreview = FilePreview | DatasetPreview;

export interface AddressProgress {
  /** Bytes. */
  loaded: number;
  /** Null where the server does not say it. */
  total: number | null;
  /** For a dataset: files that are complete, and in all. */
  done?: number;
  of?: number;
}

export interface AddressFiles {
  /** What to call the data. */
  name: string;
  files: DroppedFile[];
  /** Files that could not be had; the others came. */
  problems: Problem[];
}

export type AddressRequest =
  | { type: 'lookUp'; id: number; text: string }
  | { type: 'download'; id: number; text: string }
  | { type: 'cancel'; id: number };

export type AddressMessage =
  | { type: 'previewed'; id: number; preview: AddressPreview }
  | { type: 'progress'; id: number; progress: AddressProgress }
  | { type: 'downloaded'; id: number; result: AddressFiles }
  | { type: 'failed'; id: number; problem: Problem };
