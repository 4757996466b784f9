/**
 * @file Data from an address, on the page: what was asked for, what is behind it, and how far its download is. Nothing is
 * requested before the reader presses a button; the files go the way of a drop. The worker is started at the first question.
 */
import { createStore } from 'zustand/vanilla';
import { type AskedAddress, readAddress } from '../../core/data/address/read-address.ts';
import { type Problem, toProblem } from '../../core/errors.ts';
import { type AddressClient, createAddressClient } from '../../worker/address-client.ts';
import type { AddressPreview, AddressProgress } from '../../worker/address-protocol.ts';
import { formatBytes } from '../charts/format.ts';
import { beginImport, cancelImport, replaceFiles } from './data-import.ts';
import type { DataSource } from './data-store.ts';
import { announce } from './notices-store.ts';
import { createTransferClock } from './transfer-clock.ts';

export interface AddressState {
  /** Where it was asked for; its answer is shown there. */
  place: 'field' | 'link';
  /** What was asked for last; empty before. */
  text: string;
  phase: 'idle' | 'looking' | 'found' | 'loading';
  preview: AddressPreview | null;
  progress: (AddressProgress & { msLeft: number | null }) | null;
  /** Bytes that came before a download ended early; it goes on from there. */
  kept: number;
  problem: Problem | null;
}

const NOTHING: AddressState = { place: 'field', text: '', phase: 'idle', preview: null, progress: null, kept: 0, problem: null };

export const addressStore = createStore<AddressState>(() => NOTHING);

let client: AddressClient | null = null;
let control: AbortController | null = null;

/**
 * Takes what was typed: a file is downloaded, a dataset is looked up first.
 * @param place `link`: it was not typed here, so that a file is looked up first, too
 */
export async function askAddress(text: string, place: AddressState['place']): Promise<void> {
  const { text: before, kept, phase } = addressStore.getState();
  control?.abort(ended());
  control = null;
  if (phase === 'loading') cancelImport();
  addressStore.setState({ ...NOTHING, place, text, kept: text === before ? kept : 0 });
  try {
    const asked = readAddress(text);
    if (asked.kind === 'file' && place === 'field') await fetchFiles(asked);
    else await lookUp();
  } catch (thrown) {
    addressStore.setState({ phase: 'idle', problem: toProblem(thrown) });
  }
}

/** Downloads what was looked up. */
export async function downloadAsked(): Promise<void> {
  const { text } = addressStore.getState();
  await fetchFiles(readAddress(text));
}

/** Ends a look-up or a download; what came is kept for the next try. */
export function cancelAddress(): void {
  if (addressStore.getState().phase === 'loading') cancelImport();
  control?.abort(ended());
}

/** Puts the answer away, with what came of it. */
export function forgetAddress(): void {
  cancelAddress();
  client?.end();
  addressStore.setState(NOTHING);
}

async function lookUp(): Promise<void> {
  const { text } = addressStore.getState();
  const own = new AbortController();
  control = own;
  addressStore.setState({ phase: 'looking', problem: null });
  try {
    client ??= createAddressClient();
    const preview = await client.lookUp(text, own.signal);
    if (control !== own) return;
    addressStore.setState({ phase: 'found', preview });
    announce(
      `Found ${preview.kind === 'file' ? preview.name : preview.repo}${preview.bytes === null ? '' : `, ${formatBytes(preview.bytes)}`}.`,
    );
  } catch (thrown) {
    if (control !== own) return;
    addressStore.setState({ phase: 'idle', problem: own.signal.aborted ? null : toProblem(thrown) });
  } finally {
    if (control === own) control = null;
  }
}

async function fetchFiles(asked: AskedAddress): Promise<void> {
  const { text } = addressStore.getState();
  const { signal } = beginImport();
  const own = new AbortController();
  control = own;
  // Another import, or Cancel, takes the place of this one.
  signal.addEventListener('abort', () => own.abort(ended()));
  const msLeft = createTransferClock();
  addressStore.setState(({ kept }) => ({ phase: 'loading', problem: null, progress: { loaded: kept, total: null, msLeft: null } }));
  announce(`Loading data from ${asked.kind === 'file' ? asked.host : asked.repo}.`);
  try {
    client ??= createAddressClient();
    const onProgress = (progress: AddressProgress) => {
      if (control === own) addressStore.setState({ progress: { ...progress, msLeft: msLeft(progress) } });
    };
    const { name, files, problems } = await client.download(text, onProgress, own.signal);
    if (control !== own || signal.aborted) return;
    control = null;
    addressStore.setState(NOTHING);
    await replaceFiles(files, name, sourceOf(asked.url), problems);
  } catch (thrown) {
    if (control !== own) return;
    control = null;
    const { progress, preview } = addressStore.getState();
    const isEnded = own.signal.aborted;
    addressStore.setState({
      phase: preview ? 'found' : 'idle',
      progress: null,
      kept: progress?.loaded ?? 0,
      problem: isEnded ? null : toProblem(thrown),
    });
    if (!signal.aborted) cancelImport();
  }
}

/** Signed addresses carry a secret, which no link of ours repeats. */
function sourceOf(url: string): DataSource {
  const hasSecret = [...new URL(url).searchParams.keys()].some((key) => /token|sig|secret|credential|auth|key/i.test(key));
  return hasSecret ? { kind: 'own' } : { kind: 'address', url };
}

function ended(): DOMException {
  return new DOMException('Cancelled', 'AbortError');
}
