/**
 * @file Datasets of a fake Hugging Face: the commit of a revision, what is in it (in pages), and its files, with ranges. For
 * unit tests as `fetch`, and for journeys by address.
 */
import { type Answer, sha256 } from './fake-hub.ts';

export interface FakeDataset {
  /** By revision: `main`, `refs/convert/parquet`. */
  revisions: Record<string, Record<string, Uint8Array<ArrayBuffer>>>;
  gated?: boolean;
  /** Another one gives every revision another commit. */
  edition?: number;
  /** Stated in place of their real size, by path. */
  stated?: Record<string, number>;
}

/** Files in one answer of the list; the next page has its address in the Link header. */
const PAGE = 1000;
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Link, Content-Range, X-Error-Code, Retry-After',
};

/** The commit of a revision, as forty digits. */
export function commitOf(revision: string, edition = 0): string {
  return sha256(new TextEncoder().encode(`${revision} ${edition}`)).slice(0, 40);
}

/** What huggingface.co answers about datasets. @param range value of the Range header, where there is one */
export function datasetAnswer(datasets: Readonly<Record<string, FakeDataset>>, address: string, range: string | null): Answer {
  const { pathname, searchParams, origin } = new URL(address);
  const [, info, wanted = ''] = /^\/api\/datasets\/([^/]+\/[^/]+)\/revision\/(.+)$/.exec(pathname) ?? [];
  const [, tree, at = '', folder = ''] = /^\/api\/datasets\/([^/]+\/[^/]+)\/tree\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
  const [, held, commit = '', file = ''] = /^\/datasets\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  const name = info ?? tree ?? held ?? '';
  const dataset = datasets[name];
  if (!dataset) return json({ error: 'Repository not found' }, 404, { 'x-error-code': 'RepoNotFound' });
  const revision = decodeURIComponent(
    info ? wanted : (Object.keys(dataset.revisions).find((one) => commitOf(one, dataset.edition) === (at || commit)) ?? ''),
  );
  const files = dataset.revisions[revision];
  if (!files) return json({ error: 'Revision not found' }, 404, { 'x-error-code': 'RevisionNotFound' });
  if (info)
    return json({
      _id: 'x',
      id: name,
      sha: commitOf(revision, dataset.edition),
      private: false,
      gated: dataset.gated ? 'auto' : false,
      lastModified: '2026-01-01T00:00:00Z',
    });
  if (tree) {
    const inIt = Object.entries(files).filter(([path]) => path.startsWith(folder === '' ? '' : `${decodeURIComponent(folder)}/`));
    const begin = Number(searchParams.get('cursor') ?? 0);
    const next = `<${origin}${pathname}?recursive=true&cursor=${begin + PAGE}>; rel="next"`;
    const entries = inIt.slice(begin, begin + PAGE).map(([path, bytes]) => {
      const size = dataset.stated?.[path] ?? bytes.length;
      return { type: 'file', path, size, oid: 'a'.repeat(40), lfs: { oid: sha256(bytes), size, pointerSize: 134 } };
    });
    return json(entries, 200, begin + PAGE < inIt.length ? { link: next } : {});
  }
  const bytes = files[decodeURIComponent(file)];
  if (!bytes) return json({ error: 'Entry not found' }, 404, { 'x-error-code': 'EntryNotFound' });
  const headers = { ...CORS, 'content-type': 'application/octet-stream', etag: `"${sha256(bytes)}"` };
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const body = bytes.slice(from);
  const length = { 'content-length': String(body.length) };
  if (!range) return { status: 200, headers: { ...headers, ...length }, body };
  return { status: 206, headers: { ...headers, ...length, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }, body };
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { ...CORS, 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
