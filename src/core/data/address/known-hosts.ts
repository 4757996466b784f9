/**
 * @file Addresses that people paste from well-known sites: a viewer's page whose file lies at another address is turned into
 * that, and a page whose file no other page may read is refused with a plain word before any request.
 */
import { addressError } from './address-problems.ts';
import { isHubPage } from './dataset-name.ts';

/** Where sharing gives a page with a button, and the file behind it only to that page. */
const SHARE_PAGES: readonly [host: RegExp, name: string][] = [
  [/^(drive|docs|photos)\.google\.com$|^photos\.app\.goo\.gl$/, 'Google Drive'],
  [/(^|\.)dropbox\.com$/, 'Dropbox'],
  [/^1drv\.ms$|^onedrive\.live\.com$|\.sharepoint\.com$/, 'OneDrive'],
  [/(^|\.)icloud\.com$/, 'iCloud'],
  [/(^|\.)mega\.nz$/, 'MEGA'],
  [/^we\.tl$|(^|\.)wetransfer\.com$/, 'WeTransfer'],
  [/(^|\.)mediafire\.com$/, 'MediaFire'],
  [/(^|\.)kaggle\.com$/, 'Kaggle'],
];

/** @throws PlaygroundError `address-share-page` for pages that are known to keep their files to themselves */
export function directAddress(url: URL): URL {
  const share = SHARE_PAGES.find(([host]) => host.test(url.hostname))?.[1];
  if (share)
    throw addressError(
      'address-share-page',
      url.host + url.pathname.slice(0, 40),
      share === 'Kaggle'
        ? 'a page of Kaggle, which gives files only to people who are signed in'
        : `a share link of ${share}, which gives its files only to its own pages`,
    );
  if (url.hostname === 'github.com' || url.hostname === 'www.github.com') return fromGitHub(url);
  if (isHubPage(url)) return fromHub(url);
  return url;
}

/** `/owner/name/blob/ref/path` is a page; the file is at raw.githubusercontent.com, which all pages may read. */
function fromGitHub(url: URL): URL {
  const [owner, name, view, ...rest] = url.pathname.split('/').filter(Boolean);
  if ((view === 'blob' || view === 'raw') && rest.length > 1)
    return new URL(`https://raw.githubusercontent.com/${owner}/${name}/${rest.join('/')}`);
  const what = `github.com${url.pathname.slice(0, 60)}`;
  if (view === 'releases' || view === 'archive')
    throw addressError(
      'address-share-page',
      what,
      `${view === 'archive' ? 'an archive' : 'a release'} on GitHub, which lets no other page read it`,
    );
  throw addressError(
    'address-share-page',
    what,
    'a page of GitHub, not a file; a repository comes as a zip by its button Code, Download ZIP',
  );
}

/** `blob` and `raw` of a dataset's file → `resolve`; other pages of the Hub are not data. */
function fromHub(url: URL): URL {
  const file = /^\/((?:datasets\/|spaces\/)?[^/]+(?:\/[^/]+)?)\/(?:blob|resolve|raw)\/(.+)$/.exec(url.pathname);
  if (file) return new URL(`https://huggingface.co/${file[1]}/resolve/${file[2]}`);
  throw addressError(
    'address-form',
    'The address',
    `huggingface.co${url.pathname.slice(0, 60)} is not a dataset; models are chosen in the Train column`,
  );
}
