/**
 * @file Names of models on Hugging Face: what people type or paste ⇄ repository and revision ⇄ the id that settings and
 * links carry. Plain text work without a request; the page uses it too.
 */
import { PlaygroundError } from '../errors.ts';

export interface HubName {
  /** `owner/name` */
  repo: string;
  /** Branch, tag or commit. */
  revision: string;
}

const HUB_HOSTS = ['huggingface.co', 'www.huggingface.co', 'hf.co'];
/** First path segments that are no owners. */
const NOT_OWNERS = ['datasets', 'spaces', 'api', 'docs', 'models', 'collections', 'papers', 'blog'];
/** Of owner and name together, the slash included. */
const MOST_LETTERS = 96;
const PART = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?$/;
const REVISION = /^[A-Za-z0-9_][A-Za-z0-9._/-]{0,79}$/;

/** `hf:owner/name@revision`, as settings and links name it. */
export function hubId({ repo, revision }: HubName): string {
  return `hf:${repo}@${revision}`;
}

/** The name behind an id that `hubId` could have made; null for everything else. */
export function hubNameOf(id: string): HubName | null {
  const at = id.indexOf('@');
  if (!id.startsWith('hf:') || at < 0) return null;
  const [repo, revision] = [id.slice(3, at), id.slice(at + 1)];
  return repoProblem(repo) === null && isRevision(revision) ? { repo, revision } : null;
}

/**
 * @param text `owner/name`, `owner/name@revision`, an id, or the address of a model's page or file
 * @param revision from a field of its own; wins over one in the text
 * @throws PlaygroundError `hub-name` saying what is wrong with it
 */
export function parseHubName(text: string, revision = ''): HubName {
  const given = text.trim().replace(/^hf:(?!\/\/)/, '');
  const found = asAddress(given) ?? split(given);
  const wanted = revision.trim() || found.revision || 'main';
  const problem = repoProblem(found.repo) ?? (isRevision(wanted) ? null : `“${wanted.slice(0, 40)}” cannot be a revision`);
  if (problem !== null)
    throw new PlaygroundError({
      code: 'hub-name',
      message: `${problem}.`,
      hint: 'Type it as owner/name, such as timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k, or paste the address of its page.',
    });
  return { repo: found.repo, revision: wanted };
}

interface Found {
  repo: string;
  revision: string;
}

function split(text: string): Found {
  const at = text.indexOf('@');
  return at < 0 ? { repo: text, revision: '' } : { repo: text.slice(0, at), revision: text.slice(at + 1) };
}

/** Reads `https://huggingface.co/owner/name/tree/revision` and its like; null when the text is no address. */
function asAddress(text: string): Found | null {
  const full = /^[a-z]+:\/\//i.test(text) ? text : HUB_HOSTS.some((host) => text.startsWith(`${host}/`)) ? `https://${text}` : null;
  if (full === null || !URL.canParse(full)) return null;
  const { hostname, protocol, pathname } = new URL(full);
  if (!HUB_HOSTS.includes(hostname) || !/^https?:$/.test(protocol))
    throw new PlaygroundError({
      code: 'hub-name',
      message: `${hostname || 'That address'} is not huggingface.co, the only host that models are fetched from.`,
      hint: 'Download the files there yourself and open them as a folder.',
    });
  const [owner = '', name = '', view = '', ...rest] = pathname.split('/').filter(Boolean);
  if (NOT_OWNERS.includes(owner)) return { repo: `${owner}/`, revision: '' };
  const inFile = view === 'blob' || view === 'resolve' || view === 'raw' ? rest[0] : view === 'tree' || view === 'commit' ? rest[0] : '';
  const ref = inFile === 'refs' ? rest.slice(0, 3).join('/') : (inFile ?? '');
  return { repo: `${owner}/${name}`, revision: decodeText(ref) };
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Why the text is no repository, without a full stop; null when it can be one. */
function repoProblem(repo: string): string | null {
  const [owner = '', name = '', ...more] = repo.split('/');
  if (repo === '') return 'The name of the model is missing';
  if (NOT_OWNERS.includes(owner)) return 'The address is not the page of a model';
  if (more.length > 0 || owner === '' || name === '') return `“${repo.slice(0, 60)}” is not of the form owner/name`;
  const isName = PART.test(owner) && PART.test(name) && !/--|\.\./.test(repo) && !repo.endsWith('.git') && repo.length <= MOST_LETTERS;
  if (isName) return null;
  const letters = [...repo];
  return letters.length > MOST_LETTERS
    ? `“${letters.slice(0, 40).join('')}…” cannot be a name on Hugging Face: it has ${letters.length} letters, at most ${MOST_LETTERS} are allowed`
    : `“${repo}” cannot be a name on Hugging Face`;
}

function isRevision(text: string): boolean {
  return REVISION.test(text) && !/\.\.|\/\/|\/$|\.lock$/.test(text);
}
