/**
 * @file A model of the Hub as files that can be read: of a repository with weights that were just downloaded, or of an entry of
 * the browser's storage.
 */
import { blobSource } from '../core/checkpoint/byte-source.ts';
import type { HubName } from '../core/checkpoint/hub-name.ts';
import type { ModelFiles } from '../core/checkpoint/load-encoder.ts';
import type { HubRepo } from './hub-repo.ts';
import type { CacheEntry } from './model-cache.ts';

export interface Opened {
  files: ModelFiles;
  commit: string;
  /** What the card should say about where they are kept. */
  notes: string[];
}

/** One that is in memory only. */
export interface Held {
  opened: Opened;
  /** Milliseconds since 1970. */
  storedAt: number;
}

type Texts = Pick<HubRepo, 'repo' | 'configText' | 'readme' | 'preprocessorText'>;

/** All but the weights. */
export function textsOf({ repo, configText, readme, preprocessorText }: Texts): Omit<ModelFiles, 'weights'> {
  return { folder: repo, configText, readme: readme ?? undefined, preprocessorText: preprocessorText ?? undefined };
}

export function filesOf(texts: Texts, weights: ModelFiles['weights']): ModelFiles {
  return { ...textsOf(texts), weights };
}

/** @param blob the weights, downloaded from that repository */
export function opened(repo: HubRepo, blob: Blob, notes: string[]): Opened {
  return { files: filesOf(repo, blobSource(blob, `${repo.weights.path} of ${repo.repo}`)), commit: repo.commit, notes };
}

/** @param blob the weights of that entry */
export function fromEntry(entry: CacheEntry, { repo }: HubName, blob: Blob): Opened {
  return { files: filesOf({ ...entry, repo }, blobSource(blob, `${entry.weightsName} of ${repo}`)), commit: entry.commit, notes: [] };
}
