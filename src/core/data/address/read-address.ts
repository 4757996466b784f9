/**
 * @file What people type or paste for data elsewhere → one file over https, or a dataset on Hugging Face. Plain text work,
 * no request; the page and the worker both use it, so that what a button names is what is asked.
 */
import { displayName } from '../display-name.ts';
import { addressError } from './address-problems.ts';
import { type DatasetName, datasetOf, datasetUrl } from './dataset-name.ts';
import { directAddress } from './known-hosts.ts';

export interface FileAddress {
  kind: 'file';
  /** https */
  url: string;
  host: string;
  /** Last part of the path, or the host, fit to be shown. */
  name: string;
}

export interface DatasetAddress extends DatasetName {
  kind: 'dataset';
  /** Of its page; what settings and links carry. */
  url: string;
}

export type AskedAddress = FileAddress | DatasetAddress;

/** Settings take no longer text. */
const LONGEST = 2000;
const BARE_HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?\//i;

/** @throws PlaygroundError `address-form` or `address-share-page`, saying what is wrong with it */
export function readAddress(text: string): AskedAddress {
  const given = text.trim();
  if (given === '') throw addressError('address-form', 'The address', 'The address is missing');
  if (given.length > LONGEST)
    throw addressError('address-form', 'The address', `The address has ${given.length} letters, more than any that works`);
  const url = asUrl(given);
  const dataset = datasetOf(given, url);
  if (dataset) return { kind: 'dataset', ...dataset, url: datasetUrl(dataset) };
  const shown = displayName(given, 60);
  if (!url) throw addressError('address-form', shown, `“${shown}” is not an address`);
  if (url.protocol !== 'https:')
    throw addressError(
      'address-form',
      shown,
      url.protocol === 'http:'
        ? `“${shown}” is plain http, where anyone on the way could change the data`
        : `“${shown}” is not an https address`,
    );
  if (url.username !== '' || url.password !== '')
    throw addressError(
      'address-form',
      url.host,
      `The address of ${url.host} carries a user name or password, which is never sent from here`,
    );
  const { href, host, pathname } = directAddress(url);
  return { kind: 'file', url: href, host, name: displayName(lastPart(pathname) || host, 60) };
}

/** Null where it is no address with a host; a bare `host.tld/path` counts as https. */
function asUrl(text: string): URL | null {
  const full = BARE_HOST.test(text) ? `https://${text}` : text;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  url.hash = '';
  return url;
}

/** Last part of a path, without percent signs where they can be read. */
export function lastPart(pathname: string): string {
  const part = pathname.split('/').filter(Boolean).at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
