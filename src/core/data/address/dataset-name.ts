/**
 * @file Names of datasets on Hugging Face: `https://huggingface.co/datasets/owner/name[/tree/revision[/folder]]`,
 * `hf:datasets/owner/name`, `datasets/owner/name[@revision]` → repository, revision, folder, and back to the address of the page.
 */
import { displayName } from '../display-name.ts';
import { addressError } from './address-problems.ts';

export interface DatasetName {
  /** `owner/name`; old datasets have a name only. */
  repo: string;
  /** Branch, tag or commit. */
  revision: string;
  /** Folder inside it, without slashes at its ends; empty for the whole. */
  folder: string;
}

const HOSTS = ['huggingface.co', 'www.huggingface.co', 'hf.co'];
const PART = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?$/;
const REVISION = /^[A-Za-z0-9_][A-Za-z0-9._/-]{0,79}$/;

/** True for the hosts of Hugging Face's own pages. */
export function isHubPage(url: URL): boolean {
  return HOSTS.includes(url.hostname);
}

/**
 * @param url of the text, where it is one
 * @returns null for what is no dataset; the address of one of its files is none either
 * @throws PlaygroundError `address-form` for a name that no dataset can have
 */
export function datasetOf(text: string, url: URL | null): DatasetName | null {
  const short = /^(?:hf:(?:\/\/)?)?datasets\/(.*)$/.exec(text)?.[1];
  if (short !== undefined) return fromPath(short.split('/'), text);
  if (!url || !isHubPage(url) || url.protocol !== 'https:') return null;
  const [first, ...path] = url.pathname.split('/').filter(Boolean).map(decoded);
  if (first !== 'datasets' || path.some((part, at) => at > 0 && at < 3 && /^(blob|resolve|raw)$/.test(part))) return null;
  return fromPath(path, text);
}

/** The address of its page, or of that folder of it. */
export function datasetUrl({ repo, revision, folder }: DatasetName): string {
  const whole = `https://huggingface.co/datasets/${repo}`;
  if (revision === 'main' && folder === '') return whole;
  const parts = [...revision.split('/'), ...folder.split('/')].filter(Boolean);
  return `${whole}/tree/${parts.map(encodeURIComponent).join('/')}`;
}

/** True for a relative path without steps upwards. */
export function isFolderName(path: string): boolean {
  return !path.startsWith('/') && !path.split('/').includes('..');
}

function fromPath(path: string[], text: string): DatasetName {
  const parts = path.filter(Boolean);
  const view = parts.findIndex((part, at) => at > 0 && at < 3 && /^(tree|viewer|discussions|settings|commit|commits)$/.test(part));
  const [named, at = ''] = (view < 0 ? parts : parts.slice(0, view)).join('/').split('@');
  const repo = named ?? '';
  const rest = view >= 0 && parts[view] === 'tree' ? parts.slice(view + 1) : [];
  const length = rest[0] === 'refs' ? 3 : 1;
  const revision = rest.slice(0, length).join('/') || at || 'main';
  const folder = rest.slice(length).join('/');
  const isName = repo.split('/').length <= 2 && repo.split('/').every((part) => PART.test(part)) && !/--|\.\./.test(repo);
  const shown = displayName(text, 60);
  if (!isName) throw addressError('address-form', shown, `“${shown}” is not a dataset of the form datasets/owner/name`);
  if (!REVISION.test(revision) || /\.\.|\/\/|\/$/.test(revision))
    throw addressError('address-form', shown, `“${displayName(revision, 40)}” cannot be a revision`);
  if (!isFolderName(folder)) throw addressError('address-form', shown, `“${displayName(folder, 40)}” cannot be a folder`);
  return { repo, revision, folder };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
